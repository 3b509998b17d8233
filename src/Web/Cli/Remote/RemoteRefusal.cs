using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>Ends a command: a console that cannot be reached or that refuses.</summary>
internal sealed class RemoteRefusal(CommandFailure failure, IReadOnlyList<(string Pointer, string Message)>? errors = null) : Exception(failure.Line)
{
    /// <summary>The line and the exit code.</summary>
    public CommandFailure Failure { get; } = failure;

    /// <summary>What is wrong with which field.</summary>
    public IReadOnlyList<(string Pointer, string Message)> Errors { get; } = errors ?? [];

    /// <summary>The connection did not come about, or broke.</summary>
    public static RemoteRefusal Of(Exception error, Uri url)
    {
        string address = url.ToString().TrimEnd('/');
        Exception? inner = error;
        while (inner is not null and not SocketException and not AuthenticationException) inner = inner.InnerException;
        return new RemoteRefusal(CommandFailure.Failed(inner switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                $"{address}: nobody answers there (connection refused); start the console (keepalive-console serve, or systemctl start keepalive-console), or name its address with --url or {RemoteSettings.UrlVariable}.",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => $"{address}: there is no host of that name; correct --url or {RemoteSettings.UrlVariable}.",
            AuthenticationException => $"{address}: the certificate is not trusted by this host ({inner.Message}); add its authority to the host's, or use the name that it was made for.",
            _ when error is OperationCanceledException => $"{address}: no answer in time; look whether the console is overloaded or a firewall swallows the packets.",
            _ => $"{address}: the connection failed ({(inner ?? error).Message}); look at the address (--url) and the console's log.",
        }));
    }

    /// <summary>The console said no.</summary>
    /// <param name="answer">What it said.</param>
    /// <param name="url">Who.</param>
    /// <param name="hasToken">Was a token sent?</param>
    /// <param name="role">The role that the request needs.</param>
    public static RemoteRefusal Of(RemoteAnswer answer, Uri url, bool hasToken, string role)
    {
        JsonElement problem = answer.Json();
        string detail = problem.Text("detail");
        (string, string)[] errors = [.. problem.List("errors").Select(entry => (entry.Text("pointer"), entry.Text("message")))];
        string address = url.ToString().TrimEnd('/');
        return answer.Status switch
        {
            401 => new RemoteRefusal(new CommandFailure(ExitCodes.Privilege, hasToken
                ? $"{address}: the token is not known there, was revoked or has expired; this needs one of role {role} (keepalive-console token create --name NAME --role {role})."
                : $"{address}: this needs a token of role {role}; put one into a file and name it with --token-file, or set {RemoteSettings.TokenVariable} (keepalive-console token create --name NAME --role {role}).")),
            403 => new RemoteRefusal(new CommandFailure(ExitCodes.Privilege, $"{address}: the token's role does not suffice; this needs {role}.{(detail.Length > 0 ? $" {detail}" : "")}")),
            _ => new RemoteRefusal(CommandFailure.Failed(detail.Length > 0 ? detail : $"{address}: answered {answer.Status}, and not as a console does; is --url right?"), errors),
        };
    }
}
