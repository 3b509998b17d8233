using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Addresses times ports that one service stands for.</summary>
/// <param name="Lane">Protocol and address family: blocks of different lanes share nothing.</param>
/// <param name="First">First address.</param>
/// <param name="Last">Last address.</param>
/// <param name="FirstPort">First port.</param>
/// <param name="LastPort">Last port.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Text">For people.</param>
/// <param name="At">Pointer to it; null = it is the service's own key.</param>
internal sealed record EndpointBlock(int Lane, UInt128 First, UInt128 Last, int FirstPort, int LastPort, string Service, string Text, string? At)
{
    public static EndpointBlock Of(ServiceRangeDefinition range, VirtualServiceDefinition service, string? at)
    {
        int lane = ((int)service.Key.Protocol << 1) | (range.Address!.AddressFamily == AddressFamily.InterNetworkV6 ? 1 : 0);
        return new EndpointBlock(lane, Number(range.Address), Number(range.LastAddress ?? range.Address), range.Port, range.LastPort ?? range.Port, service.Name, range.ToString(), at);
    }

    /// <summary>The address as a number, so that a range of them can be compared.</summary>
    public static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out int length) && length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Reports each block that shares an address and port with an earlier one; two keys are not compared.</summary>
    public static void FindShared(List<EndpointBlock> blocks, ProblemList problems)
    {
        // In order of address a block can only meet those that begin before it ends.
        EndpointBlock[] sorted = [.. blocks.OrderBy(block => block.Lane).ThenBy(block => block.First)];
        for (int index = 0; index < sorted.Length; index++)
        {
            EndpointBlock one = sorted[index];
            for (int next = index + 1; next < sorted.Length && sorted[next].Lane == one.Lane && sorted[next].First <= one.Last; next++)
            {
                EndpointBlock two = sorted[next];
                if (two.FirstPort > one.LastPort || one.FirstPort > two.LastPort || (one.At ?? two.At) is null) continue;
                (EndpointBlock told, EndpointBlock other) = two.At is null ? (one, two) : (two, one);
                problems.Error(told.At!, "range.duplicate", $"Virtual service {told.Service}: endpoint {told.Text} shares an address and port with {other.Text} of {other.Service}; each can be served once, so make one smaller.");
            }
        }
    }
}
