using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace KeepaliveConsole.Web.Auth.AtRest;

/// <summary>
/// The keys that protect cookies, forms and stored secrets: one XML file each, in a folder only this user may enter (0700), readable by
/// nobody else (0600). The framework's own repository would leave the modes to the umask.
/// </summary>
internal sealed class KeyFiles(string folder) : IXmlRepository
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        if (!Directory.Exists(folder)) return [];
        Tighten();
        return [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal).Select(file => XElement.Load(file))];
    }

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        Directory.CreateDirectory(folder, FolderMode0700);
        Tighten();
        string name = friendlyName.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_') ? friendlyName : Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);
        string path = Path.Combine(folder, name + ".xml");
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = FileMode0600 }))
            {
                element.Save(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // The folder may come from a time, or a copy, that was less careful. What another user owns cannot be changed and may still be read.
    private void Tighten()
    {
        try
        {
            if (File.GetUnixFileMode(folder) != FolderMode0700) File.SetUnixFileMode(folder, FolderMode0700);
            foreach (string file in Directory.EnumerateFiles(folder, "*.xml"))
                if (File.GetUnixFileMode(file) != FileMode0600) File.SetUnixFileMode(file, FileMode0600);
        }
        catch (UnauthorizedAccessException)
        {
            // Reading says whether they can be used.
        }
    }
}
