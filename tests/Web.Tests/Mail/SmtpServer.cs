using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace KeepaliveConsole.Web.Tests.Mail;

/// <summary>A mail server on loopback: takes mail, or does what a test says instead.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly TcpListener _listener;

    /// <summary>Listens; on a free port, unless one is named.</summary>
    public SmtpServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>Mails as they came: envelope, headers, body.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    /// <summary>Says nothing at all.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What it answers to RCPT for recipients that hold this; null = it takes all.</summary>
    public string? Refuses { get; init; }

    /// <summary>Its certificate; null = it knows no STARTTLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await TalkAsync(client.GetStream());
            }
            catch (Exception error) when (error is IOException or AuthenticationException)
            {
                // The client went.
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        if (IsSilent)
        {
            await stream.ReadExactlyAsync(new byte[1]);
            return;
        }

        (StreamReader reader, StreamWriter writer) = On(stream);
        await writer.WriteLineAsync("220 test");
        string envelope = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line == "STARTTLS")
            {
                await writer.WriteLineAsync("220 go on");
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(Certificate!);
                (reader, writer) = On(secure);
                continue;
            }

            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                string text = envelope + "\n";
                while (await reader.ReadLineAsync() is { } part && part != ".") text += part + "\n";
                Mails.Enqueue(text);
                envelope = "";
            }
            else if (line.StartsWith("MAIL", StringComparison.Ordinal) || line.StartsWith("RCPT", StringComparison.Ordinal))
            {
                if (Refuses is { } refused && line.Contains(refused, StringComparison.Ordinal))
                {
                    await writer.WriteLineAsync("550 no such user");
                    continue;
                }

                envelope += line + "\n";
            }
            else if (line.StartsWith("EHLO", StringComparison.Ordinal) && Certificate is not null)
            {
                await writer.WriteLineAsync("250-test");
                await writer.WriteLineAsync("250 STARTTLS");
                continue;
            }

            await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 ok");
        }
    }

    private static (StreamReader Reader, StreamWriter Writer) On(Stream stream) => (new StreamReader(stream), new StreamWriter(stream) { AutoFlush = true, NewLine = "\r\n" });
}
