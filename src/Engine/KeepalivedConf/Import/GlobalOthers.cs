namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The keywords of <c>global_defs</c> that are not imported, each with the reason or the way out.</summary>
internal static class GlobalOthers
{
    public static void AddTo(KeywordTable<GlobalDraft> table)
    {
        table.AddNoEffect($"a different list of addresses is noted and never refused", "vrrp_skip_check_adv_addr");
        table.AddNoEffect($"the election has a thread with real-time priority where the system allows it; see Engine in appsettings.json",
            "vrrp_priority", "vrrp_no_swap", "vrrp_rt_priority", "vrrp_cpu_affinity", "vrrp_rlimit_rttime", "vrrp_rlimit_rtime", "max_auto_priority", "min_auto_priority_delay");
        table.AddNoEffect($"checks run in the console's process and never hold the election up",
            "checker_priority", "checker_no_swap", "checker_rt_priority", "checker_cpu_affinity", "checker_rlimit_rttime", "checker_rlimit_rtime");
        table.AddNoEffect($"there is no BFD process", "bfd_priority", "bfd_no_swap", "bfd_rt_priority", "bfd_cpu_affinity", "bfd_rlimit_rttime", "bfd_rlimit_rtime", "bfd_process_name");
        table.AddNoEffect($"the processes have names of their own", "process_names", "process_name", "vrrp_process_name", "checker_process_name", "lvs_process_name");
        table.AddNoEffect($"buffers are sized by the engine, and what is lost is listed anew",
            "vrrp_netlink_cmd_rcv_bufs", "vrrp_netlink_cmd_rcv_bufs_force", "vrrp_netlink_monitor_rcv_bufs", "vrrp_netlink_monitor_rcv_bufs_force", "process_monitor_rcv_bufs",
            "process_monitor_rcv_bufs_force", "lvs_netlink_cmd_rcv_bufs", "lvs_netlink_cmd_rcv_bufs_force", "lvs_netlink_monitor_rcv_bufs", "lvs_netlink_monitor_rcv_bufs_force",
            "vrrp_rx_bufs_policy", "vrrp_rx_bufs_multiplier");
        table.AddNoEffect($"no_accept is kept with a table of the product's own",
            "vrrp_iptables", "vrrp_ipsets", "nftables", "nftables_priority", "nftables_ifindex", "nftables_counters", "disable_local_igmp");
        table.AddNoEffect($"interfaces may come and go at any time", "dynamic_interfaces");
        table.AddNoEffect($"a file is imported once, as a whole, and nothing of it counts when it has an error",
            "reload_check_config", "reload_time_file", "reload_repeat", "reload_file", "include_check", "config_save_dir", "tmp_config_directory");
        table.AddNoEffect($"state is read through the API, not from files",
            "data_use_instance", "json_version", "state_dump_file", "stats_dump_file", "json_dump_file", "iproute_usr_dir", "iproute_etc_dir");
        table.AddNoEffect($"files and programs get the rights they need and no more", "umask", "use_symlink_paths", "set_supplementary_groups");
        table.AddNoEffect($"random times come from the system", "random_seed");
        table.AddNoEffect($"pipes are told the state of every instance when the engine starts", "fifo_write_vrrp_states_on_reload");
        table.AddNoEffect($"a mail server is greeted with the machine's own name", "smtp_helo_name");
        table.AddNotSupported($"there is no SNMP; use /metrics",
            "snmp_socket", "enable_traps", "enable_snmp_vrrp", "enable_snmp_keepalived", "enable_snmp_rfc", "enable_snmp_rfcv2", "enable_snmp_rfcv3", "enable_snmp_checker",
            "snmp_vs_stats_update_interval", "snmp_rs_stats_update_interval");
        table.AddNotSupported($"there is no D-Bus; use the REST interface", "enable_dbus", "dbus_service_name", "dbus_no_interface_name");
        table.AddNotSupported($"use ExecStartPre and ExecStopPost of the service's unit", "startup_script", "startup_script_timeout", "shutdown_script", "shutdown_script_timeout");
        table.AddNotSupported($"use vrrp_startup_delay, which counts from the engine's start", "vrrp_delay_after_boot");
        table.AddNotSupported($"unknown virtual router ids are counted in the metrics", "log_unknown_vrids");
        table.AddNotSupported($"addresses are announced on their own interface; for others set vrrp_garp_master_refresh", "vrrp_garp_extra_if", "vrrp_vmac_garp_intvl");
        table.AddNotSupported($"name each virtual MAC with use_vmac NAME MAC", "vmac_prefix", "vmac_addr_prefix");
        table.AddNotSupported($"the product chooses the back end and its marks itself", "nftables_ipvs", "nftables_ipvs_priority", "nftables_ipvs_start_fwmark");
    }
}
