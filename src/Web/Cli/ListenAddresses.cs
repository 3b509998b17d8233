using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Web.Cli;

/// <summary>
/// Tries the addresses the console is to listen on, before the engine starts: a director must not take an address over only to find
/// that its console cannot run.
/// </summary>
internal static class ListenAddresses
{
    /// <summary>Why the console could not listen; null = it can.</summary>
    public static CommandFailure? Check(IConfiguration configuration)
    {
        // The service manager has opened the socket already.
        if (Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) return null;
        foreach (string url in Wanted(configuration))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (Exception error) when (error is FormatException or UriFormatException or OverflowException or ArgumentException)
            {
                return new CommandFailure(ExitCodes.Usage, $"{url} is no address to listen on; use a form such as http://127.0.0.1:8300 (--urls).");
            }

            if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0) continue;
            if (Try(address, url) is { } failure) return failure;
        }

        return null;
    }

    private static string[] Wanted(IConfiguration configuration)
    {
        string[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(each => each["Url"]).OfType<string>()];
        // Kestrel's own section wins over Urls.
        return endpoints.Length > 0 ? endpoints : (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static CommandFailure? Try(BindingAddress address, string url)
    {
        IPAddress ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? literal) ? literal
            : address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Any;
        try
        {
            using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen(1);
            return null;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return CommandFailure.Failed($"{url}: port {address.Port} is in use by another process; end it (ss -ltnp 'sport = :{address.Port}' shows it) or choose another with --urls.");
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            return new CommandFailure(ExitCodes.Privilege, $"{url}: port {address.Port} needs the capability CAP_NET_BIND_SERVICE; grant it, or choose a port from 1024 up with --urls.");
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return CommandFailure.Failed($"{url}: this host has no address {ip}; choose one it has with --urls.");
        }
        catch (SocketException error)
        {
            return CommandFailure.Failed($"{url}: cannot listen there ({error.Message}); choose another address with --urls.");
        }
    }
}
