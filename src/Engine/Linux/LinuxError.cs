using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>What the kernel answered: 0 = done, otherwise an errno with the kernel's own explanation where it gave one. Default: success.</summary>
/// <param name="Number">errno, positive; 0 = success.</param>
/// <param name="Explanation">Text of an extended netlink acknowledgement; null = none.</param>
internal readonly record struct LinuxError(int Number, string? Explanation = null)
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int EINVAL = 22;
    public const int EPROTONOSUPPORT = 93;
    public const int EOPNOTSUPP = 95;
    public const int EADDRNOTAVAIL = 99;
    public const int ENETDOWN = 100;
    public const int ENOBUFS = 105;
    public const int ETIMEDOUT = 110;

    /// <summary>Done.</summary>
    public static LinuxError None => default;

    /// <summary>Was it done?</summary>
    public bool IsSuccess => Number == 0;

    /// <summary>errno of the last call made with SetLastError on this thread.</summary>
    public static LinuxError Last() => new(Marshal.GetLastPInvokeError());

    /// <summary><c>File exists (errno 17)</c>, then the kernel's explanation.</summary>
    public override string ToString() => Number == 0
        ? "done"
        : $"{Marshal.GetPInvokeErrorMessage(Number)} (errno {Number}){(Explanation is null ? "" : ": " + Explanation)}";
}
