using System.Text;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>Starts a program with posix_spawn: in a process group of its own, with the usual signals, without any of our descriptors.</summary>
internal static unsafe class ProgramSpawn
{
    // More than glibc's posix_spawn_file_actions_t (80), posix_spawnattr_t (336) and sigset_t (128).
    private const int StructLength = 512;

    private static readonly byte[] s_null = "/dev/null\0"u8.ToArray();

    /// <summary>Starts it. <paramref name="output"/>: descriptor that takes what it writes; -1 = /dev/null. Returns errno, 0 = started.</summary>
    public static int Start(ProgramPlan plan, int output, out int pid)
    {
        byte* actions = stackalloc byte[StructLength];
        byte* attributes = stackalloc byte[StructLength];
        byte* signals = stackalloc byte[StructLength];
        int started;
        int error;
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        try
        {
            _ = Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETPGROUP | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
            _ = Libc.posix_spawnattr_setpgroup(attributes, 0);
            _ = Libc.sigemptyset(signals);
            _ = Libc.posix_spawnattr_setsigmask(attributes, signals);
            _ = Libc.sigfillset(signals);
            _ = Libc.posix_spawnattr_setsigdefault(attributes, signals);
            fixed (byte* nothing = s_null)
            {
                _ = Libc.posix_spawn_file_actions_addopen(actions, 0, nothing, Libc.O_RDONLY, 0);
                if (output < 0) _ = Libc.posix_spawn_file_actions_addopen(actions, 1, nothing, Libc.O_WRONLY, 0);
                else _ = Libc.posix_spawn_file_actions_adddup2(actions, output, 1);
                _ = Libc.posix_spawn_file_actions_adddup2(actions, 1, 2);
                _ = Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3);
                error = Spawn(plan, actions, attributes, &started);
            }
        }
        finally
        {
            _ = Libc.posix_spawnattr_destroy(attributes);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
        }

        pid = error == 0 ? started : 0;
        return error;
    }

    private static int Spawn(ProgramPlan plan, byte* actions, byte* attributes, int* pid)
    {
        byte[] arguments = Texts(plan.Arguments, out int[] argumentStarts);
        byte[] environment = Texts(plan.Environment, out int[] environmentStarts);
        byte** argumentList = stackalloc byte*[argumentStarts.Length + 1];
        byte** environmentList = stackalloc byte*[environmentStarts.Length + 1];
        fixed (byte* argumentBytes = arguments, environmentBytes = environment)
        {
            for (int i = 0; i < argumentStarts.Length; i++) argumentList[i] = argumentBytes + argumentStarts[i];
            argumentList[argumentStarts.Length] = null;
            for (int i = 0; i < environmentStarts.Length; i++) environmentList[i] = environmentBytes + environmentStarts[i];
            environmentList[environmentStarts.Length] = null;
            return Libc.posix_spawn(pid, argumentList[0], actions, attributes, argumentList, environmentList);
        }
    }

    /// <summary>All texts one after the other, each ended by a zero, and where each begins.</summary>
    private static byte[] Texts(IReadOnlyList<string> texts, out int[] starts)
    {
        starts = new int[texts.Count];
        var bytes = new List<byte>();
        for (int i = 0; i < texts.Count; i++)
        {
            starts[i] = bytes.Count;
            bytes.AddRange(Encoding.UTF8.GetBytes(texts[i]));
            bytes.Add(0);
        }

        return [.. bytes];
    }
}
