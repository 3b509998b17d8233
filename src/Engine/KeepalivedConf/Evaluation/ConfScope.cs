namespace KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

/// <summary>The variables in force at a point of the reading.</summary>
/// <param name="configId">What <c>@id</c> is compared with, and <c>${_INSTANCE}</c>.</param>
internal sealed class ConfScope(string configId)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public void Set(string name, string value) => _values[name] = value;

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public void Restore(string name, string? value)
    {
        if (value is null) _values.Remove(name);
        else _values[name] = value;
    }

    /// <summary>Does <c>@id</c> or <c>@^id</c> let its line through?</summary>
    public bool Holds(string condition) => condition.StartsWith("@^", StringComparison.Ordinal) ? condition[2..] != configId : condition[1..] == configId;

    /// <summary>The value of a reference; null when nothing of that name is known.</summary>
    /// <param name="name">Without dollar and braces.</param>
    /// <param name="file">The file that is being read.</param>
    public string? Resolve(string name, string file) => name switch
    {
        "_PWD" => FolderOf(file),
        "_INSTANCE" => configId,
        "_HASH" => ConfWord.Hash.ToString(),
        "_BANG" => ConfWord.Bang.ToString(),
        _ => Find(name),
    };

    private static string FolderOf(string file)
    {
        int slash = file.LastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : file[..slash];
    }
}
