using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>What is known of the heartbeat lines of one instance: which can be used, from which address, and when each last carried an advert.</summary>
internal sealed class HeartbeatLines
{
    /// <summary>The first interface and at most seven more.</summary>
    public const int Maximum = 8;

    private readonly LinkState?[] _links = new LinkState?[Maximum];
    private readonly MonotonicTime?[] _heardAt = new MonotonicTime?[Maximum];

    /// <summary>Lines of the definition in force.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>Can any line be used?</summary>
    public bool IsAnyUsable
    {
        get
        {
            for (int line = 0; line < Count; line++)
                if (IsUsable(line)) return true;
            return false;
        }
    }

    /// <summary>Is enough known to begin: a line that can be used, or that none can?</summary>
    public bool IsDecided
    {
        get
        {
            int known = 0;
            for (int line = 0; line < Count; line++)
                if (_links[line] is not null) known++;
            return known == Count || IsAnyUsable;
        }
    }

    /// <summary>Why none can be used, one reason a line.</summary>
    public string? Detail
    {
        get
        {
            string? text = null;
            for (int line = 0; line < Count; line++)
                if (_links[line]?.Detail is { } detail && !IsUsable(line)) text = text is null ? detail : $"{text}; {detail}";
            return text;
        }
    }

    /// <summary>The lines that <paramref name="participant"/> names; what is known of one that is another interface now is forgotten.</summary>
    public void Adopt(VrrpParticipantDefinition before, VrrpParticipantDefinition participant)
    {
        Count = Math.Min(Maximum, 1 + participant.MoreInterfaces.Count);
        for (int line = 1; line < Maximum; line++)
            if (line >= Count || NameOf(before, line) != NameOf(participant, line)) Forget(line);
    }

    /// <summary>A line changed. One that the definition does not have is passed over.</summary>
    public void Set(in LinkState link)
    {
        if (link.Line < Count) _links[link.Line] = link;
    }

    /// <summary>Can the line be used?</summary>
    public bool IsUsable(int line) => line < Count && _links[line] is { IsUsable: true };

    /// <summary>The address adverts leave from on this line.</summary>
    public AddressKey SourceOf(int line) => _links[line].GetValueOrDefault().Source;

    /// <summary>Is it one of our own addresses? Lines in the same network hear each other.</summary>
    public bool IsOwn(AddressKey source)
    {
        for (int line = 0; line < Count; line++)
            if (_links[line] is { } link && link.Source == source) return true;
        return false;
    }

    /// <summary>A valid advert came on the line.</summary>
    public void Heard(int line, MonotonicTime now)
    {
        if (line < Maximum) _heardAt[line] = now;
    }

    /// <summary>When the line last carried an advert of another router; null = not yet.</summary>
    public MonotonicTime? HeardAt(int line) => line < Maximum ? _heardAt[line] : null;

    private static string? NameOf(VrrpParticipantDefinition participant, int line) => line <= participant.MoreInterfaces.Count ? participant.MoreInterfaces[line - 1] : null;

    private void Forget(int line)
    {
        _links[line] = null;
        _heardAt[line] = null;
    }
}
