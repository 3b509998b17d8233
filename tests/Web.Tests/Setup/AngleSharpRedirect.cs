using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace KeepaliveConsole.Web.Tests.Setup;

/// <summary>bUnit asks for a newer AngleSharp.Diffing than package sources carry everywhere; the one beside the tests does.</summary>
internal static class AngleSharpRedirect
{
#pragma warning disable CA2255 // A test assembly is an application here: this must run before bUnit loads.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
}
