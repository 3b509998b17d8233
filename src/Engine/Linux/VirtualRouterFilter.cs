namespace KeepaliveConsole.Engine.Linux;

/// <summary>A program of classic BPF that lets only adverts of some VRIDs through. What is too short to name one is refused.</summary>
internal static class VirtualRouterFilter
{
    private const ushort LoadByte = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private const ushort LoadByteIndexed = 0x50; // BPF_LD | BPF_B | BPF_IND
    private const ushort LoadHeaderLength = 0xB1; // BPF_LDX | BPF_B | BPF_MSH: four times the lower half of a byte
    private const ushort JumpEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private const ushort Return = 0x06; // BPF_RET | BPF_K
    private const uint AuthenticationHeaderBytes = 24;

    /// <summary>The program.</summary>
    /// <param name="virtualRouterIds">Those that pass; at most 255.</param>
    /// <param name="isIPv6">A raw IPv6 socket, whose filter sees what follows the IP header; IPv4: the filter sees the header too.</param>
    /// <param name="isAuthenticated">An authentication header comes before VRRP.</param>
    public static Libc.FilterInstruction[] For(IReadOnlyList<byte> virtualRouterIds, bool isIPv6, bool isAuthenticated)
    {
        // The VRID is the second byte of VRRP.
        uint offset = 1 + (isAuthenticated ? AuthenticationHeaderBytes : 0);
        List<Libc.FilterInstruction> program = [];
        if (isIPv6)
        {
            program.Add(Instruction(LoadByte, offset));
        }
        else
        {
            program.Add(Instruction(LoadHeaderLength, 0));
            program.Add(Instruction(LoadByteIndexed, offset));
        }

        foreach (byte virtualRouterId in virtualRouterIds)
        {
            program.Add(new Libc.FilterInstruction { Code = JumpEqual, JumpFalse = 1, Operand = virtualRouterId });
            program.Add(Instruction(Return, uint.MaxValue));
        }

        program.Add(Instruction(Return, 0));
        return [.. program];
    }

    private static Libc.FilterInstruction Instruction(ushort code, uint operand) => new() { Code = code, Operand = operand };
}
