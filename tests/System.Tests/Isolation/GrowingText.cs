using System.Text;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>What a process writes, readable while it still writes.</summary>
internal sealed class GrowingText
{
    private readonly StringBuilder _text = new();
    private readonly Task _reading;

    /// <summary>Reads until the end by itself.</summary>
    public GrowingText(TextReader reader) => _reading = ReadAsync(reader);

    /// <summary>What has come so far.</summary>
    public string SoFar
    {
        get { lock (_text) return _text.ToString(); }
    }

    /// <summary>All of it, once the process has ended.</summary>
    public string Whole
    {
        get
        {
            _reading.GetAwaiter().GetResult();
            return SoFar;
        }
    }

    private async Task ReadAsync(TextReader reader)
    {
        char[] piece = new char[4096];
        while (await reader.ReadAsync(piece).ConfigureAwait(false) is > 0 and int count)
            lock (_text) _text.Append(piece, 0, count);
    }
}
