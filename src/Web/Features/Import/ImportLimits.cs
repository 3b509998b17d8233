namespace KeepaliveConsole.Web.Features.Import;

/// <summary>How much text the import page takes. Larger files go through the command line or the API.</summary>
public static class ImportLimits
{
    /// <summary>Most characters: 500 000.</summary>
    public const int MostCharacters = 500_000;
}
