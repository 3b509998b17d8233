using System.Buffers;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Writes the frames of one instance as a file that Wireshark opens. For any thread but the loop's.</summary>
internal static class FrameCapture
{
    /// <summary>pcapng with one interface for each heartbeat line.</summary>
    public static byte[] Write(VrrpCell cell)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output, "KeepaliveConsole");
        LineFigures[] lines = cell.Lines;
        int[] numbers = [.. lines.Select(line => writer.AddInterface(line.Name, PcapngLinkType.Raw))];
        foreach (RecordedFrame frame in cell.Recorder.Frames.Read())
        {
            // A line that the definition has no more: shown on the first.
            int number = frame.Line < numbers.Length ? numbers[frame.Line] : numbers[0];
            string? comment = frame.Refused == DropReason.None ? null : AdvertisementDissector.RefusedMark + RefusalText.Of(frame.Refused);
            writer.WritePacket(number, frame.At, frame.IsSent ? PcapngDirection.Outbound : PcapngDirection.Inbound, frame.Datagram, comment);
        }

        return output.WrittenSpan.ToArray();
    }
}
