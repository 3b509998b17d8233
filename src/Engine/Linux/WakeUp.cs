namespace KeepaliveConsole.Engine.Linux;

/// <summary>An eventfd: any thread may ring, the owner waits for <see cref="Number"/> to become readable.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    private readonly Descriptor _descriptor;

    /// <summary>Opens it; throws only when the process is out of descriptors or memory.</summary>
    public WakeUp() => _descriptor = Kernel.Own(Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK), "eventfd");

    /// <summary>To wait on.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Makes it readable. After disposal: does nothing.</summary>
    public void Ring()
    {
        bool held = false;
        try
        {
            // Held while writing: a number closed meanwhile might already belong to another file.
            _descriptor.DangerousAddRef(ref held);
            ulong one = 1;
            _ = Libc.write(_descriptor.Number, (byte*)&one, sizeof(ulong)); // fails only when already readable
        }
        catch (ObjectDisposedException)
        {
            // The thread it would wake has ended.
        }
        finally
        {
            if (held) _descriptor.DangerousRelease();
        }
    }

    /// <summary>Makes it unreadable again.</summary>
    public void Clear()
    {
        ulong count;
        _ = Libc.read(_descriptor.Number, (byte*)&count, sizeof(ulong)); // fails only when it was not readable
    }

    /// <inheritdoc />
    public void Dispose() => _descriptor.Dispose();
}
