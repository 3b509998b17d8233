using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux.Netlink;

/// <summary>Takes one message of an answer or a notification; the payload is only valid during the call.</summary>
/// <param name="type">Message type.</param>
/// <param name="payload">Everything after struct nlmsghdr.</param>
internal delegate void NetlinkHandler(ushort type, ReadOnlySpan<byte> payload);

/// <summary>
/// A netlink socket for requests with acknowledgement, dumps, and (with groups) notifications. For one thread at a time.
/// Use one socket for requests and another for notifications: a request would swallow them. It belongs to the network
/// namespace of the thread that opened it.
/// </summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    /// <summary>Longest wait for the kernel's answer. It answers within the call; this only bounds a lost one.</summary>
    private const int AnswerTimeoutSeconds = 5;

    private const int BufferLength = 64 * 1024;

    private readonly Descriptor _descriptor;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferLength, pinned: true);
    private uint _sequence;

    private const int AddressLength = 12; // struct sockaddr_nl: family (2), padding (2), port (4), groups (4)
    private const uint PortOffset = 12; // in struct nlmsghdr

    private static LinuxError NoAnswer => new(LinuxError.ETIMEDOUT, $"the kernel did not answer within {AnswerTimeoutSeconds} s");

    private NetlinkSocket(Descriptor descriptor) => _descriptor = descriptor;

    /// <summary>To wait on with poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>The name the kernel gave it; 0 when it does not tell.</summary>
    public uint Port
    {
        get
        {
            Span<byte> address = stackalloc byte[AddressLength];
            address.Clear();
            int length = AddressLength;
            fixed (byte* pointer = address) _ = Libc.getsockname(_descriptor.Number, pointer, &length);
            return MemoryMarshal.Read<uint>(address[4..]);
        }
    }

    /// <summary>
    /// Opens a socket of <paramref name="protocol"/> (NETLINK_ROUTE, NETLINK_GENERIC); <paramref name="groups"/> is the RTMGRP bit mask, 0 = no notifications.
    /// </summary>
    public static bool TryOpen(int protocol, uint groups, [NotNullWhen(true)] out NetlinkSocket? socket, out LinuxError error)
    {
        socket = null;
        int number = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
        if (number < 0)
        {
            error = LinuxError.Last();
            return false;
        }

        var descriptor = new Descriptor(number);
        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)Libc.AF_NETLINK);
        MemoryMarshal.Write(address[8..], groups);
        int one = 1;
        int receiveBuffer = 1 << 20;
        var timeout = new Libc.TimeSpec { Seconds = AnswerTimeoutSeconds };
        // Explanations are a nicety that old kernels lack, so a refusal of that option is no failure.
        Libc.setsockopt(number, NetlinkConstants.SOL_NETLINK, NetlinkConstants.NETLINK_EXT_ACK, &one, sizeof(int));
        if (Libc.setsockopt(number, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, &receiveBuffer, sizeof(int)) != 0)
            Libc.setsockopt(number, Libc.SOL_SOCKET, Libc.SO_RCVBUF, &receiveBuffer, sizeof(int));
        Libc.setsockopt(number, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, &timeout, sizeof(Libc.TimeSpec));
        fixed (byte* pointer = address)
        {
            if (Libc.bind(number, pointer, address.Length) != 0)
            {
                error = LinuxError.Last();
                descriptor.Dispose();
                return false;
            }
        }

        socket = new NetlinkSocket(descriptor);
        error = LinuxError.None;
        return true;
    }

    /// <summary>Lets the kernel filter listings by the fields of the request. Kernels before 4.20 do not; whoever lists filters again.</summary>
    public void FilterListings()
    {
        int one = 1;
        Libc.setsockopt(_descriptor.Number, NetlinkConstants.SOL_NETLINK, NetlinkConstants.NETLINK_GET_STRICT_CHK, &one, sizeof(int));
    }

    /// <summary>From now on the kernel keeps notifications of what the socket named <paramref name="port"/> asks for from this one. A refusal costs time only.</summary>
    public void Refuse(uint port)
    {
        if (port == 0) return;
        // A filter reads words in network order, and the header is in the machine's.
        uint read = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(port) : port;
        Span<Libc.FilterInstruction> program =
        [
            new() { Code = 0x20, Operand = PortOffset }, // BPF_LD | BPF_W | BPF_ABS
            new() { Code = 0x15, JumpFalse = 1, Operand = read }, // BPF_JMP | BPF_JEQ | BPF_K
            new() { Code = 0x06, Operand = 0 }, // BPF_RET | BPF_K
            new() { Code = 0x06, Operand = uint.MaxValue },
        ];
        fixed (Libc.FilterInstruction* instructions = program)
        {
            var filter = new Libc.FilterProgram { Length = (ushort)program.Length, Instructions = instructions };
            _ = Libc.setsockopt(_descriptor.Number, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, &filter, sizeof(Libc.FilterProgram));
        }
    }

    /// <summary>Sends a request and waits for its acknowledgement.</summary>
    public LinuxError Execute(NetlinkMessage request) => Query(request, static (_, _) => { });

    /// <summary>
    /// Sends a request, hands every message of the answer to <paramref name="onMessage"/>, and returns how it ended. With
    /// NLM_F_DUMP in the request's flags it is a listing; EINTR then means that the table changed meanwhile: clear and ask again.
    /// </summary>
    public LinuxError Query(NetlinkMessage request, NetlinkHandler onMessage)
    {
        uint sequence = ++_sequence;
        bool dump = (request.Flags & NetlinkConstants.NLM_F_DUMP) == NetlinkConstants.NLM_F_DUMP;
        request.Address((ushort)(NetlinkConstants.NLM_F_REQUEST | (dump ? 0 : NetlinkConstants.NLM_F_ACK)), sequence);
        LinuxError sent = Send(request.Bytes);
        if (!sent.IsSuccess) return sent;

        bool interrupted = false;
        while (true)
        {
            LinuxError received = Receive(0, out ReadOnlySpan<byte> datagram);
            if (received.Number == LinuxError.EINTR) continue;
            if (received.Number == LinuxError.EAGAIN) return NoAnswer;
            if (!received.IsSuccess) return received;
            var reader = new NetlinkReader(datagram);
            while (reader.TryRead(out NetlinkFrame frame))
            {
                if (frame.Sequence != sequence) continue; // the answer to a request that timed out
                interrupted |= (frame.Flags & NetlinkConstants.NLM_F_DUMP_INTR) != 0;
                if (frame.Type == NetlinkConstants.NLMSG_ERROR) return ReadError(frame);
                if (frame.Type == NetlinkConstants.NLMSG_DONE)
                {
                    // The last message of a listing carries a number: 0, or minus an errno for a listing cut short.
                    int ended = NetlinkAttributes.Number<int>(frame.Payload);
                    if (ended < 0) return new LinuxError(-ended);
                    return interrupted ? new LinuxError(LinuxError.EINTR, "the table changed while it was listed") : LinuxError.None;
                }

                if (frame.Type != NetlinkConstants.NLMSG_NOOP) onMessage(frame.Type, frame.Payload);
            }
        }
    }

    /// <summary>Carries out a batch; <paramref name="answers"/> gets one answer for each of its requests, in order.</summary>
    public void Execute(NetlinkBatch batch, Span<LinuxError> answers)
    {
        if (batch.Count == 0) return;
        answers = answers[..batch.Count];
        answers.Clear();
        uint first = _sequence + 1;
        uint last = _sequence += (uint)batch.Count;
        batch.Address(first);
        LinuxError sent = Send(batch.Bytes);
        if (!sent.IsSuccess)
        {
            answers.Fill(sent);
            return;
        }

        while (true)
        {
            LinuxError received = Receive(0, out ReadOnlySpan<byte> datagram);
            if (received.Number == LinuxError.EINTR) continue;
            if (!received.IsSuccess)
            {
                // Which of them were carried out is unknown: whoever asked compares with the kernel's table anyway.
                answers.Fill(received.Number == LinuxError.EAGAIN ? NoAnswer : received);
                return;
            }

            var reader = new NetlinkReader(datagram);
            while (reader.TryRead(out NetlinkFrame frame))
            {
                if (frame.Type != NetlinkConstants.NLMSG_ERROR || frame.Sequence < first || frame.Sequence > last) continue;
                answers[(int)(frame.Sequence - first)] = ReadError(frame);
                if (frame.Sequence == last) return;
            }
        }
    }

    /// <summary>
    /// Sends a batch of which the kernel carries out all or nothing (nfnetlink), however large; <paramref name="refused"/> is the first request it
    /// refused, 0-based, or -1. Everything is done, and every refusal waits to be read, when sending returns.
    /// </summary>
    public LinuxError Transact(NetlinkBatch batch, out int refused)
    {
        refused = -1;
        uint first = _sequence + 1;
        uint last = _sequence += (uint)batch.Count;
        batch.Address(first);
        // The kernel takes a batch as one datagram, and the socket's default limit is a fraction of what a large table takes.
        int room = Math.Max(1 << 18, batch.Bytes.Length * 2);
        Libc.setsockopt(_descriptor.Number, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, &room, sizeof(int));
        LinuxError error = Send(batch.Bytes);
        if (!error.IsSuccess) return error;
        while (true)
        {
            LinuxError received = Receive(Libc.MSG_DONTWAIT, out ReadOnlySpan<byte> datagram);
            if (received.Number == LinuxError.EINTR) continue;
            if (received.Number == LinuxError.EAGAIN) return error;
            if (!received.IsSuccess) return error.IsSuccess ? received : error;
            var reader = new NetlinkReader(datagram);
            while (reader.TryRead(out NetlinkFrame frame))
            {
                if (!error.IsSuccess || frame.Type != NetlinkConstants.NLMSG_ERROR || frame.Sequence < first || frame.Sequence > last) continue;
                error = ReadError(frame);
                if (!error.IsSuccess) refused = (int)(frame.Sequence - first);
            }
        }
    }

    /// <summary>
    /// Hands every notification that waits to <paramref name="onMessage"/> without waiting for more. ENOBUFS: some were
    /// lost, so list everything anew.
    /// </summary>
    public LinuxError ReadNotifications(NetlinkHandler onMessage)
    {
        while (true)
        {
            LinuxError received = Receive(Libc.MSG_DONTWAIT, out ReadOnlySpan<byte> datagram);
            if (received.Number == LinuxError.EAGAIN) return LinuxError.None;
            if (received.Number == LinuxError.EINTR) continue;
            if (!received.IsSuccess) return received;
            var reader = new NetlinkReader(datagram);
            while (reader.TryRead(out NetlinkFrame frame)) onMessage(frame.Type, frame.Payload);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _descriptor.Dispose();

    /// <summary>Reads struct nlmsgerr: minus errno, the request's header (and body unless capped), then explanations.</summary>
    internal static LinuxError ReadError(NetlinkFrame frame)
    {
        int number = -NetlinkAttributes.Number<int>(frame.Payload);
        if (number == 0) return LinuxError.None;
        if ((frame.Flags & NetlinkConstants.NLM_F_ACK_TLVS) == 0 || frame.Payload.Length < 4 + NetlinkConstants.HeaderLength) return new LinuxError(number);
        int requestLength = (frame.Flags & NetlinkConstants.NLM_F_CAPPED) != 0
            ? NetlinkConstants.HeaderLength
            : NetlinkAttributes.Number<int>(frame.Payload[4..]);
        int start = 4 + NetlinkConstants.Align(requestLength);
        if (start < 0 || start > frame.Payload.Length) return new LinuxError(number);
        var attributes = new NetlinkAttributes(frame.Payload[start..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> payload))
            if (type == NetlinkConstants.NLMSGERR_ATTR_MSG) return new LinuxError(number, NetlinkAttributes.Text(payload));
        return new LinuxError(number);
    }

    private LinuxError Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            while (Libc.send(_descriptor.Number, pointer, bytes.Length, 0) < 0)
            {
                LinuxError error = LinuxError.Last();
                if (error.Number != LinuxError.EINTR) return error;
            }
        }

        return LinuxError.None;
    }

    private LinuxError Receive(int flags, out ReadOnlySpan<byte> datagram)
    {
        fixed (byte* pointer = _buffer)
        {
            nint length = Libc.recv(_descriptor.Number, pointer, BufferLength, flags);
            datagram = length > 0 ? _buffer.AsSpan(0, (int)length) : default;
            return length < 0 ? LinuxError.Last() : LinuxError.None;
        }
    }
}
