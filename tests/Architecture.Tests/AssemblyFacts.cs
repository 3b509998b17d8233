using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace KeepaliveConsole.Architecture.Tests;

/// <summary>What a compiled assembly names, read from its metadata without loading it.</summary>
internal sealed class AssemblyFacts
{
    private AssemblyFacts(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        AssemblyReferences = [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
        NamespacesUsed = reader.TypeReferences
            .Select(handle => reader.GetString(reader.GetTypeReference(handle).Namespace))
            .Where(name => name.Length > 0).ToHashSet();
        NamespacesWithPInvoke = reader.MethodDefinitions.Select(reader.GetMethodDefinition)
            .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
            .Select(method => OutermostNamespace(reader, method.GetDeclaringType())).ToHashSet();
    }

    public IReadOnlyList<string> AssemblyReferences { get; }

    public IReadOnlySet<string> NamespacesUsed { get; }

    public IReadOnlySet<string> NamespacesWithPInvoke { get; }

    public static AssemblyFacts Of(string assemblyName) => new(Path.Combine(AppContext.BaseDirectory, assemblyName + ".dll"));

    private static string OutermostNamespace(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil) type = reader.GetTypeDefinition(type.GetDeclaringType());
        return reader.GetString(type.Namespace);
    }
}
