using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>From a JSON pointer into the definition to the place in the file it came from.</summary>
internal sealed class PositionMap(ConfPosition otherwise)
{
    private readonly Dictionary<string, ConfPosition> _positions = new(StringComparer.Ordinal);

    public void Set(string pointer, ConfPosition position) => _positions[pointer] = position;

    /// <summary>The place of <paramref name="pointer"/>, or of the nearest thing around it.</summary>
    public ConfPosition Find(string pointer)
    {
        while (pointer.Length > 0)
        {
            if (_positions.TryGetValue(pointer, out ConfPosition position)) return position;
            pointer = pointer[..pointer.LastIndexOf('/')];
        }

        return otherwise;
    }
}
