using System.Globalization;
using System.Xml.Linq;
using KeepaliveConsole.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace KeepaliveConsole.Web.Auth.AtRest;

/// <summary>
/// The keys that protect cookies, forms and stored secrets: one XML file each, in a folder only this user may enter (0700), readable by
/// nobody else (0600). The framework's own repository would leave the modes to the umask.
/// </summary>
internal sealed class KeyFiles(string folder) : IXmlRepository
{
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
        Directory.CreateDirectory(folder, PrivateFile.FolderMode);
        Tighten();
        string name = friendlyName.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_') ? friendlyName : Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);
        using var text = new MemoryStream();
        element.Save(text);
        PrivateFile.Replace(Path.Combine(folder, name + ".xml"), text.ToArray());
    }

    // The folder may come from a time, or a copy, that was less careful. What another user owns cannot be changed and may still be read.
    private void Tighten()
    {
        try
        {
            if (File.GetUnixFileMode(folder) != PrivateFile.FolderMode) File.SetUnixFileMode(folder, PrivateFile.FolderMode);
            foreach (string file in Directory.EnumerateFiles(folder, "*.xml"))
                if (File.GetUnixFileMode(file) != PrivateFile.Mode) File.SetUnixFileMode(file, PrivateFile.Mode);
        }
        catch (UnauthorizedAccessException)
        {
            // Reading says whether they can be used.
        }
    }
}
