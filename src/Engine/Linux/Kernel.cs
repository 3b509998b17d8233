using System.ComponentModel;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>Takes over what the kernel hands out without asking for a privilege. Only a process at its limits is refused these, so that is an exception.</summary>
internal static class Kernel
{
    /// <summary>Owns <paramref name="number"/>, the answer of <paramref name="call"/>; throws when it is an error.</summary>
    public static Descriptor Own(int number, string call) => number >= 0
        ? new Descriptor(number)
        : throw new Win32Exception(LinuxError.Last().Number, $"{call} failed: {LinuxError.Last()}; is the limit of open files reached?");
}
