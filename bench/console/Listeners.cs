using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>
/// The real servers, in a process inside the namespace: one port that always answers, on every address, and one port on which each address is
/// opened and closed by a line of the standard input (<c>open 127.2.0.7</c>, <c>close 127.2.0.7</c>). <c>flap MILLISECONDS</c> closes the first
/// port and opens it again, in turn, each so long; <c>steady</c> ends that.
/// </summary>
internal static class Listeners
{
    /// <summary>Port of those that always answer.</summary>
    public const int Steady = 19911;

    /// <summary>Port of those that come and go.</summary>
    public const int Changing = 19913;

    private static readonly IPEndPoint s_everywhere = new(IPAddress.Any, Steady);

    /// <summary>Serves until the input ends.</summary>
    public static void Run()
    {
        Socket? steady = Open(s_everywhere);
        using var turns = new Timer(_ => steady = Turn(steady));
        // One for an address: a second listener would be let onto the same port, and go on when the first is closed.
        var open = new Dictionary<string, Socket>();
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "flap") turns.Change(0, int.Parse(words[1], CultureInfo.InvariantCulture));
            else if (words[0] == "steady")
            {
                turns.Change(Timeout.Infinite, Timeout.Infinite);
                steady ??= Open(s_everywhere);
            }
            else if (words[0] == "open" && !open.ContainsKey(words[1])) open[words[1]] = Open(IPEndPoint.Parse(string.Create(CultureInfo.InvariantCulture, $"{words[1]}:{Changing}")));
            else if (words[0] == "close" && open.Remove(words[1], out Socket? socket)) socket.Dispose();
        }
    }

    private static Socket? Turn(Socket? open)
    {
        if (open is null) return Open(s_everywhere);
        open.Dispose();
        return null;
    }

    private static Socket Open(IPEndPoint place)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(place);
        socket.Listen(4096);
        new Thread(() =>
        {
            try
            {
                while (true) socket.Accept().Dispose();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // It was closed.
            }
        }) { IsBackground = true }.Start();
        return socket;
    }
}
