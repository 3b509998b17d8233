using System.Globalization;
using KeepaliveConsole.Data;

namespace KeepaliveConsole.Web.Audit.Syslog;

/// <summary>How far the audit trail was forwarded, in a file beside the database, so that a restart leaves nothing out.</summary>
internal sealed class ForwardedPosition(ConsoleDataOptions data)
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "syslog-position";

    private readonly string _path = Path.Combine(data.DataDirectory, FileName);

    /// <summary>Number of the last entry that was forwarded; null = none was ever, or the file cannot be read.</summary>
    public long? Read()
    {
        try
        {
            return long.TryParse(File.ReadAllText(_path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long id) ? id : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Notes it. A file that cannot be written costs messages sent twice after a restart, nothing else.</summary>
    public void Write(long id)
    {
        try
        {
            string temporary = _path + ".tmp";
            File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{id}\n"));
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next one may work.
        }
    }
}
