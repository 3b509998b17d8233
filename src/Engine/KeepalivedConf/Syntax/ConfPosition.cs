namespace KeepaliveConsole.Engine.KeepalivedConf.Syntax;

/// <summary>A place in a file: line and column count from 1, columns in characters.</summary>
internal readonly record struct ConfPosition(string File, int Line, int Column)
{
    /// <summary><c>FILE:LINE:COL</c></summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
