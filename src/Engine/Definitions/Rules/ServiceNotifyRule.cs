namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Programs that are told of real servers and quorums.</summary>
internal sealed class ServiceNotifyRule : ServiceRule
{
    protected override void Check(VirtualServiceDefinition service, string pointer, ProblemList problems)
    {
        Check(service.Notify, $"{pointer}/notify", $"Virtual service {service.Name}", problems);
        for (int index = 0; index < service.RealServers.Count; index++)
            if (service.RealServers[index] is { Notify: { } notify } server)
                Check(notify, $"{pointer}/realServers/{index}/notify", $"{service.Name}: {server.EndpointName}", problems);
    }

    private static void Check(ServiceNotifyDefinition? notify, string at, Sentence subject, ProblemList problems)
    {
        if (notify is null) return;
        NotifyRule.CheckProgram(notify.Up, $"{at}/up", $"{subject}: the notify program for up", problems);
        NotifyRule.CheckProgram(notify.Down, $"{at}/down", $"{subject}: the notify program for down", problems);
        NotifyRule.CheckUser(notify.User, $"{at}/user", $"{subject}: the user of notify programs", problems);
    }
}
