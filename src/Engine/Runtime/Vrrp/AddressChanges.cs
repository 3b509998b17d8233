using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Takes addresses that were not there before, as soon as the kernel has them.</summary>
internal delegate void FreshAddresses(ReadOnlySpan<VirtualAddressDefinition> addresses);

/// <summary>Adds and removes addresses many at a time, notes in the table what the kernel did, and tells what it refused.</summary>
internal sealed class AddressChanges(IAddressKernel kernel, IAddressReports reports, InterfaceTable table)
{
    /// <summary>Addresses per call: enough that calls do not count, few enough that the first of many are announced at once.</summary>
    private const int ChunkLength = 128;

    private readonly AddressRequest[] _requests = new AddressRequest[ChunkLength];
    private readonly LinuxError[] _answers = new LinuxError[ChunkLength];
    private readonly VirtualAddressDefinition[] _definitions = new VirtualAddressDefinition[ChunkLength];
    private readonly AddressRequest[] _leases = new AddressRequest[ChunkLength];
    private readonly (AddressHolding Holding, VirtualAddressDefinition Address)[] _renewed = new (AddressHolding, VirtualAddressDefinition)[ChunkLength];
    private int _renewals;

    /// <summary>
    /// Adds addresses; the first refusal is reported to the election. <paramref name="onFresh"/> (null = nobody)
    /// gets those that were not there before, chunk by chunk.
    /// </summary>
    public void Put(AddressHolding holding, ReadOnlySpan<VirtualAddressDefinition> addresses, FreshAddresses? onFresh)
    {
        bool hasFailed = false;
        while (addresses.Length > 0)
        {
            int count = 0;
            int taken = 0;
            for (; taken < addresses.Length && count < ChunkLength; taken++)
            {
                VirtualAddressDefinition address = addresses[taken];
                string name = holding.InterfaceOf(address);
                if (table.FindLink(name) is { } link)
                {
                    _definitions[count] = address;
                    _requests[count++] = new AddressRequest(link.Index, AddressKey.From(address.Address), address.PrefixLength, address.Label, holding.LeaseSeconds);
                }
                else if (!hasFailed)
                {
                    hasFailed = true;
                    reports.Failed(holding.Cell, TransitionCause.AddressFailed, $"{address} could not be added: {table.Missing(name)}");
                }
            }

            addresses = addresses[taken..];
            kernel.Add(_requests.AsSpan(0, count), _answers);
            hasFailed |= Note(holding, count, hasFailed, onFresh);
        }
    }

    /// <summary>Renews the lease of an address that is there, at the latest with <see cref="RenewRest"/>; a refusal is reported to the election.</summary>
    public void Renew(AddressHolding holding, VirtualAddressDefinition address)
    {
        if (table.FindLink(holding.InterfaceOf(address)) is not { } link) return;
        _renewed[_renewals] = (holding, address);
        _leases[_renewals++] = new AddressRequest(link.Index, AddressKey.From(address.Address), address.PrefixLength, address.Label, holding.LeaseSeconds);
        if (_renewals == ChunkLength) RenewRest();
    }

    /// <summary>Renews what waits.</summary>
    public void RenewRest()
    {
        int count = _renewals;
        _renewals = 0;
        if (count == 0) return;
        kernel.Renew(_leases.AsSpan(0, count), _answers);
        AddressHolding? reported = null;
        for (int i = 0; i < count; i++)
        {
            (AddressHolding holding, VirtualAddressDefinition address) = _renewed[i];
            if (_answers[i].IsSuccess) NoteThere(_leases[i]);
            else if (holding != reported) ReportRefused(reported = holding, address, _answers[i]);
        }
    }

    /// <summary>Removes addresses; returns those the kernel refused, which is said once.</summary>
    public HashSet<AddressRequest> Take(AddressHolding holding, List<AddressRequest> addresses)
    {
        HashSet<AddressRequest> refused = [];
        for (int start = 0; start < addresses.Count; start += ChunkLength)
        {
            ReadOnlySpan<AddressRequest> chunk = CollectionsMarshal.AsSpan(addresses)[start..Math.Min(start + ChunkLength, addresses.Count)];
            kernel.Remove(chunk, _answers);
            for (int i = 0; i < chunk.Length; i++)
            {
                if (_answers[i].IsSuccess) table.RemoveAddress(chunk[i].InterfaceIndex, chunk[i].Address, chunk[i].PrefixLength);
                else if (refused.Add(chunk[i])) SayRefused(holding, chunk[i], _answers[i]);
            }
        }

        if (addresses.Count > 0 && refused.Count == 0) holding.SaidTrouble = false;
        return refused;
    }

    private bool Note(AddressHolding holding, int count, bool hasFailed, FreshAddresses? onFresh)
    {
        int fresh = 0;
        for (int i = 0; i < count; i++)
        {
            AddressRequest request = _requests[i];
            if (!_answers[i].IsSuccess)
            {
                if (!hasFailed) ReportRefused(holding, _definitions[i], _answers[i]);
                hasFailed = true;
                continue;
            }

            if (NoteThere(request)) _definitions[fresh++] = _definitions[i];
        }

        if (fresh > 0) onFresh?.Invoke(_definitions.AsSpan(0, fresh));
        return hasFailed;
    }

    /// <summary>True: it was not there before.</summary>
    private bool NoteThere(in AddressRequest request)
    {
        AddressFacts? known = table.FindAddress(request.InterfaceIndex, request.Address, request.PrefixLength);
        // Whether it is secondary only matters for the choice of a source address, which a virtual one never is.
        table.Set(new AddressFacts(
            request.InterfaceIndex, request.Address, request.PrefixLength, known?.IsSecondary ?? false, request.LeaseSeconds is null, false, known?.IsDuplicate ?? false));
        return known is null;
    }

    private void ReportRefused(AddressHolding holding, VirtualAddressDefinition address, LinuxError error)
    {
        bool notPermitted = error.Number is LinuxError.EPERM or LinuxError.EACCES;
        reports.Failed(
            holding.Cell,
            notPermitted ? TransitionCause.NotPermitted : TransitionCause.AddressFailed,
            $"the kernel refused {address} on {holding.InterfaceOf(address)}: {error}{(notPermitted ? "; " + AddressKeeper.PermissionFix : "")}");
    }

    private void SayRefused(AddressHolding holding, AddressRequest address, LinuxError error)
    {
        if (holding.SaidTrouble) return;
        holding.SaidTrouble = true;
        reports.Publish(EngineNotice.Of(
            holding.Cell.Name,
            $"the kernel refused to remove {address.Address}/{address.PrefixLength} from {table.FindLink(address.InterfaceIndex)?.Name}: {error}; remove it by hand, or two nodes answer for it",
            EventSeverity.Critical));
    }
}
