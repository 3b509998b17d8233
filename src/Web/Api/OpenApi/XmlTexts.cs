using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KeepaliveConsole.Web.Api.OpenApi;

/// <summary>The doc comments of the program's own types, from the files that the compiler writes beside the assemblies. Without a file there are no texts.</summary>
internal sealed partial class XmlTexts
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads the comments of <paramref name="assemblies"/>.</summary>
    public XmlTexts(params ReadOnlySpan<Assembly> assemblies)
    {
        foreach (Assembly assembly in assemblies)
        {
            string file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
            if (!File.Exists(file)) continue;
            foreach (XElement member in XDocument.Load(file).Descendants("member"))
                if (member.Attribute("name")?.Value is { } name) _members[name] = member;
        }
    }

    /// <summary>What a type is; null = not said.</summary>
    public string? Of(Type type) => Text(Find("T:" + NameOf(type))?.Element("summary"));

    /// <summary>What a value of an enum means; null = not said.</summary>
    public string? OfField(Type type, string field) => Text(Find($"F:{NameOf(type)}.{field}")?.Element("summary"));

    /// <summary>What a member holds, from its own comment or from the record's parameter; null = not said.</summary>
    public string? Of(MemberInfo member)
    {
        for (Type? owner = member.DeclaringType; owner is not null; owner = owner.BaseType)
        {
            string name = NameOf(owner);
            if (Text(Find($"P:{name}.{member.Name}")?.Element("summary")) is { } own) return own;
            XElement? parameter = Find("T:" + name)?.Elements("param").FirstOrDefault(each => each.Attribute("name")?.Value == member.Name);
            if (Text(parameter) is { } text) return text;
        }

        return null;
    }

    private static string NameOf(Type type) => ((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name).Replace('+', '.');

    private XElement? Find(string name) => _members.GetValueOrDefault(name);

    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes()) Append(text, node);
        string plain = Spaces().Replace(text.ToString(), " ").Trim();
        return plain.Length == 0 ? null : plain;
    }

    private static void Append(StringBuilder text, XNode node)
    {
        if (node is XText words) text.Append(words.Value);
        if (node is not XElement element) return;
        switch (element.Name.LocalName)
        {
            case "see" or "seealso":
                text.Append(element.Attribute("langword")?.Value ?? Camel(LastName(element.Attribute("cref")?.Value ?? element.Value)));
                break;
            case "paramref" or "typeparamref":
                text.Append(Camel(element.Attribute("name")?.Value ?? ""));
                break;
            default:
                foreach (XNode inner in element.Nodes()) Append(text, inner);
                break;
        }
    }

    private static string LastName(string reference)
    {
        string name = reference.Split('(')[0];
        return name[(name.LastIndexOf('.') + 1)..];
    }

    // Readers know members by their names in JSON.
    private static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}
