using System.Net;
using System.Security.Cryptography;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health.Forwarding;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// Looks at a real server from outside: does it answer ARP or neighbour discovery for a virtual address, and does it take connections to it? Asks as any
/// host of the link may; nobody's neighbour table changes by the questions. Takes up to two seconds, on a thread that is not in a hurry, in that thread's
/// network namespace.
/// </summary>
internal sealed class SetupCheck : IDisposable
{
    /// <summary>Virtual addresses looked at, at most; a range may have more.</summary>
    public const int MostAddresses = 64;

    private const int Rounds = 3;
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(300);

    private readonly byte[] _frame = new byte[128];
    private readonly HashSet<(AddressKey Address, HardwareAddress By)> _claims = [];
    private readonly Func<MonotonicTime> _now;
    private FrameSocket? _sender;
    private FrameSocket? _claimListener;
    private LinkFacts _link = null!;
    private AddressKey _asker;
    private AddressKey _knocker;

    private SetupCheck(Func<MonotonicTime> now) => _now = now;

    /// <summary>Looks.</summary>
    /// <param name="server">Address of the real server.</param>
    /// <param name="services">Entries of the service that have an address; of the family of <paramref name="server"/>, others are passed over.</param>
    /// <param name="knock">Try connections, too? Not through a tunnel.</param>
    /// <param name="now">Clock for the waits.</param>
    public static SetupEvidence Look(IPAddress server, IReadOnlyList<ServiceKey> services, bool knock, Func<MonotonicTime> now)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(services);
        using var check = new SetupCheck(now);
        return check.Look(AddressKey.From(server), [.. services.Where(key => key.Address?.AddressFamily == server.AddressFamily).Take(MostAddresses)], knock);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _sender?.Dispose();
        _claimListener?.Dispose();
    }

    private SetupEvidence Look(AddressKey server, ServiceKey[] services, bool knock)
    {
        if (!RouteSocket.TryOpen(out RouteSocket? route, out LinuxError error)) return Obstacle(error);
        List<LinkFacts> links = [];
        List<AddressFacts> addresses = [];
        using (route) error = route.List(links, addresses);
        if (!error.IsSuccess) return Obstacle(error);
        if (addresses.Exists(address => address.Address == server)) return new SetupEvidence { IsThisHost = true };
        if (FindLink(server, links, addresses) is not { } link) return new SetupEvidence();
        (_link, _knocker) = link;
        AddressFacts linkLocal = addresses.Find(one => one.InterfaceIndex == _link.Index && one is { IsLinkLocal: true, IsTentative: false });
        _asker = linkLocal.InterfaceIndex == 0 ? _knocker : linkLocal.Address;
        if (!FrameSocket.TryOpenSender(out _sender, out error) || !FrameSocket.TryOpenListener(server.IsIPv6, out _claimListener, out error)) return Obstacle(error);

        AddressKey[] asked = [server, .. services.Select(key => AddressKey.From(key.Address!)).Distinct()];
        AskForAddresses(asked, server);
        HardwareAddress[] holders = [.. _claims.Where(claim => claim.Address == server).Select(claim => claim.By)];
        var seen = new SetupEvidence { Interface = _link.Name, IsOnLink = holders.Length > 0 };
        return holders.Length == 0 ? seen : seen with { Addresses = services.Select(key => LookAt(key, holders, knock)).ToValueArray() };
    }

    private AddressEvidence LookAt(ServiceKey key, HardwareAddress[] holders, bool knock)
    {
        AddressKey address = AddressKey.From(key.Address!);
        bool answered = holders.Any(holder => _claims.Contains((address, holder)));
        bool canKnock = knock && key is { Protocol: TransportProtocol.Tcp, Port: > 0 };
        return new AddressEvidence(key, answered, canKnock ? Knock(address, (ushort)key.Port, holders[0]) : KnockAnswer.NotSent);
    }

    // The network with the longest prefix, as the kernel would choose it; of two the first.
    private static (LinkFacts Link, AddressKey Own)? FindLink(AddressKey server, List<LinkFacts> links, List<AddressFacts> addresses)
    {
        foreach (AddressFacts own in addresses.Where(own => IsInside(server, own)).OrderByDescending(own => own.PrefixLength))
        {
            LinkFacts? link = links.Find(one => one.Index == own.InterfaceIndex);
            if (link is not { SpeaksArp: true, HasCarrier: true, HardwareAddress.Count: HardwareAddress.LengthBytes }) continue;
            // Not a virtual address that this director happens to hold: the answer could go to another holder.
            AddressFacts steady = addresses.Find(one => one.InterfaceIndex == link.Index && one.IsPermanent && IsInside(server, one));
            return (link, steady.InterfaceIndex == 0 ? own.Address : steady.Address);
        }

        return null;
    }

    private static bool IsInside(AddressKey address, in AddressFacts network)
    {
        if (network.Address.IsIPv6 != address.IsIPv6 || network.IsTentative) return false;
        if (!address.IsIPv6) return network.PrefixLength is > 0 and < 32 && ((uint)(address.Low ^ network.Address.Low) >> (32 - network.PrefixLength)) == 0;
        if (network.PrefixLength is 0 or 128) return false;
        ulong high = address.High ^ network.Address.High;
        return network.PrefixLength <= 64
            ? high >> (64 - network.PrefixLength) == 0
            : high == 0 && (address.Low ^ network.Address.Low) >> (128 - network.PrefixLength) == 0;
    }

    // Each round asks for all again: to be sure that a server keeps silent takes more than one lost frame.
    private void AskForAddresses(AddressKey[] asked, AddressKey server)
    {
        for (int round = 0; round < Rounds; round++)
        {
            foreach (AddressKey address in asked)
            {
                int length = server.IsIPv6
                    ? NeighbourSolicitation.Write(_frame, _link.HardwareAddress.Span, _asker, address)
                    : ArpProbe.Write(_frame, _link.HardwareAddress.Span, address);
                _sender!.Send(_frame.AsSpan(0, length), length, _link.Index, out _);
            }

            HearClaims();
        }
    }

    private void HearClaims()
    {
        byte[] buffer = new byte[128];
        Until(_claimListener!, () =>
        {
            while (_claimListener!.TryReceive(buffer, out int length, out int interfaceIndex))
                if (interfaceIndex == _link.Index && AddressClaim.TryRead(buffer.AsSpan(0, length), out AddressClaim claim)) _claims.Add((claim.Address, claim.HardwareAddress));
            return false;
        });
    }

    private KnockAnswer Knock(AddressKey address, ushort port, HardwareAddress to)
    {
        var ends = new TcpEnds(_knocker, (ushort)RandomNumberGenerator.GetInt32(49152, 65536), address, port);
        uint sequence = unchecked((uint)RandomNumberGenerator.GetInt32(int.MinValue, int.MaxValue));
        if (!FrameSocket.TryOpenTcpListener(address.IsIPv6, ends.SourcePort, out FrameSocket? listener, out _)) return KnockAnswer.NotSent;
        using (listener)
        {
            HardwareAddress from = HardwareAddress.From(_link.HardwareAddress.Span);
            byte[] buffer = new byte[128];
            TcpKnockAnswer? answer = null;
            for (int round = 0; round < Rounds && answer is null; round++)
            {
                int length = TcpKnock.WriteSyn(_frame, to, from, ends, sequence);
                _sender!.Send(_frame.AsSpan(0, length), length, _link.Index, out _);
                Until(listener, () =>
                {
                    while (answer is null && listener.TryReceive(buffer, out int got, out _))
                        if (TcpKnock.TryReadAnswer(buffer.AsSpan(0, got), to, ends, sequence, out TcpKnockAnswer heard)) answer = heard;
                    return answer is not null;
                });
            }

            if (answer != TcpKnockAnswer.Refused)
            {
                // Leaves no half-open connection behind.
                int length = TcpKnock.WriteReset(_frame, to, from, ends, sequence);
                _sender!.Send(_frame.AsSpan(0, length), length, _link.Index, out _);
            }

            return answer switch
            {
                TcpKnockAnswer.Accepted => KnockAnswer.Accepted,
                TcpKnockAnswer.Refused => KnockAnswer.Refused,
                _ => KnockAnswer.Silence,
            };
        }
    }

    private void Until(FrameSocket socket, Func<bool> isDone)
    {
        MonotonicTime end = _now() + s_round;
        while (!isDone() && _now() is var at && at < end) Readable.Wait([socket.Number], end - at);
    }

    private static SetupEvidence Obstacle(LinuxError error) => new() { Obstacle = error.ToString() };
}
