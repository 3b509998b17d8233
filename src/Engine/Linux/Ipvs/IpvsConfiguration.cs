using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Genl;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>
/// Brings time-outs and sync daemons to what is wanted. What nobody asks for is left as it is, unless it was set here before: then it goes
/// back to the kernel's own time-out, and the daemon ends. For one thread.
/// </summary>
internal sealed class IpvsConfiguration
{
    private readonly List<IpvsDaemon> _running = [];
    private bool _ownTcp;
    private bool _ownTcpFin;
    private bool _ownUdp;
    private SyncRole _ownRoles;

    /// <summary>Looks, and writes what differs.</summary>
    public SettingsOutcome Apply(GenericNetlink kernel, BalancerSettings settings)
    {
        bool nothing = settings == BalancerSettings.None && !_ownTcp && !_ownTcpFin && !_ownUdp && _ownRoles == SyncRole.None;
        if (nothing) return SettingsOutcome.Nothing;
        var done = new List<string>();
        var problems = new List<string>();
        SetTimeouts(kernel, IpvsTimeouts.Of(settings), done, problems);
        SetDaemons(kernel, settings, done, problems);
        return done.Count == 0 && problems.Count == 0 ? SettingsOutcome.Nothing : new(done.ToValueArray(), problems.Count == 0 ? null : string.Join("; ", problems));
    }

    private void SetTimeouts(GenericNetlink kernel, IpvsTimeouts asked, List<string> done, List<string> problems)
    {
        IpvsTimeouts found = default;
        LinuxError error = kernel.Query(kernel.Request(IPVS_CMD_GET_CONFIG), attributes => found = IpvsTimeouts.Parse(attributes));
        if (error.IsSuccess)
        {
            IpvsTimeouts own = new(_ownTcp ? IpvsTimeouts.KernelsOwn.Tcp : 0, _ownTcpFin ? IpvsTimeouts.KernelsOwn.TcpFin : 0, _ownUdp ? IpvsTimeouts.KernelsOwn.Udp : 0);
            IpvsTimeouts target = asked.Or(own).Or(found);
            if (target != found) error = kernel.Execute(target.Write(kernel.Request(IPVS_CMD_SET_CONFIG)));
            if (error.IsSuccess)
            {
                (_ownTcp, _ownTcpFin, _ownUdp) = (asked.Tcp != 0, asked.TcpFin != 0, asked.Udp != 0);
                Tell("TCP", found.Tcp, target.Tcp);
                Tell("TCP FIN", found.TcpFin, target.TcpFin);
                Tell("UDP", found.Udp, target.Udp);
            }
        }

        if (!error.IsSuccess) problems.Add($"IPVS: the connection time-outs could not be set: {error}");

        void Tell(string which, uint before, uint now)
        {
            if (before != now) done.Add($"the {which} connection time-out is {now} s (it was {before} s)");
        }
    }

    private void SetDaemons(GenericNetlink kernel, BalancerSettings settings, List<string> done, List<string> problems)
    {
        if (settings.SyncDaemon is null && _ownRoles == SyncRole.None) return;
        _running.Clear();
        LinuxError error = kernel.Query(kernel.Request(IPVS_CMD_GET_DAEMON, dump: true), attributes =>
        {
            if (IpvsDaemon.Parse(attributes) is { } daemon) _running.Add(daemon);
        });
        if (!error.IsSuccess)
        {
            problems.Add($"IPVS: the sync daemons could not be listed: {error}");
            return;
        }

        SyncRole manage = settings.SyncDaemon is null ? _ownRoles : SyncRole.Both;
        SyncRole wanted = settings.SyncDaemon is null ? SyncRole.None : settings.SyncRole;
        foreach (SyncRole role in (SyncRole[])[SyncRole.Master, SyncRole.Backup])
        {
            if (!manage.HasFlag(role)) continue;
            IpvsDaemon? running = _running.Find(daemon => daemon.Role == role);
            IpvsDaemon? asked = wanted.HasFlag(role) ? IpvsDaemon.Of(settings.SyncDaemon!, role) : null;
            if (running is not null && asked?.IsMetBy(running) != true) running = Stop(kernel, running, asked is null, done, problems);
            if (asked is not null && running is null) running = Start(kernel, asked, done, problems) ? asked : null;
            _ownRoles = running is null ? _ownRoles & ~role : _ownRoles | role;
        }
    }

    private static IpvsDaemon? Stop(GenericNetlink kernel, IpvsDaemon running, bool forGood, List<string> done, List<string> problems)
    {
        LinuxError error = kernel.Execute(IpvsDaemon.WriteRole(kernel.Request(IPVS_CMD_DEL_DAEMON), running.Role));
        if (error.IsSuccess || error.Number == LinuxError.ESRCH)
        {
            if (forGood) done.Add($"the sync daemon as {Name(running.Role)} on {running.Interface} is stopped");
            return null;
        }

        problems.Add($"IPVS: the sync daemon as {Name(running.Role)} could not be stopped: {error}");
        return running;
    }

    private static bool Start(GenericNetlink kernel, IpvsDaemon asked, List<string> done, List<string> problems)
    {
        NetlinkMessage request = asked.Write(kernel.Request(IPVS_CMD_NEW_DAEMON));
        LinuxError error = kernel.Execute(request);
        if (error.IsSuccess) done.Add($"the sync daemon as {Name(asked.Role)} on {asked.Interface} with id {asked.SyncId} is started");
        else problems.Add(IpvsErrors.Explain(asked, error));
        return error.IsSuccess;
    }

    private static string Name(SyncRole role) => role == SyncRole.Master ? "master" : "backup";
}
