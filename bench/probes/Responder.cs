using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.ProbeCost;

/// <summary>The other side, in a process of its own so that its cost is not counted: accepts, answers a request if one comes, closes.</summary>
internal static class Responder
{
    private static readonly byte[] s_answer = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhealth"u8.ToArray();

    /// <summary>Listens on every address of <paramref name="port"/> (answers) and of the next one (only accepts). Does not return.</summary>
    public static void Run(int port)
    {
        Serve(port + 1, answers: false);
        Serve(port, answers: true);
        Thread.Sleep(Timeout.Infinite);
    }

    private static void Serve(int port, bool answers)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen(4096);
        for (int i = 0; i < 2; i++)
            new Thread(() => Accept(listener, answers)) { IsBackground = true }.Start();
    }

    private static void Accept(Socket listener, bool answers)
    {
        byte[] request = new byte[4096];
        while (true)
        {
            using Socket socket = listener.Accept();
            try
            {
                if (socket.Receive(request) > 0 && answers) socket.Send(s_answer);
            }
            catch (SocketException)
            {
                // The probe went away first.
            }
        }
    }
}
