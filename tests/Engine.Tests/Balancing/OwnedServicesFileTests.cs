using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Runtime.Balancing;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public sealed class OwnedServicesFileTests : IDisposable
{
    private static readonly HashSet<ServiceKey> s_services = [Key("10.88.0.100:80"), Key("10.88.0.100:53/udp"), Key("[2001:db8::1]:443/sctp"), Key("fwmark:4294967295")];
    private readonly string _folder = Directory.CreateTempSubdirectory("kcowned").FullName;

    private string File => Path.Combine(_folder, "balanced-services");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_SameTable_GivesWhatWasSaved()
    {
        new OwnedServicesFile(File, "boot1 net:[1]").Save(s_services);

        Assert.Equal(s_services, new OwnedServicesFile(File, "boot1 net:[1]").Load());
    }

    [Theory]
    [InlineData("boot2 net:[1]")]
    [InlineData("boot1 net:[2]")]
    [InlineData("")]
    public void Load_AnotherTable_GivesNothing(string table)
    {
        new OwnedServicesFile(File, "boot1 net:[1]").Save(s_services);

        Assert.Empty(new OwnedServicesFile(File, table).Load());
    }

    [Fact]
    public void Load_DamagedFile_GivesTheLinesThatMakeSense()
    {
        global::System.IO.File.WriteAllText(File, "boot1 net:[1]\n6 10.88.0.100 80\n6 10.88.0.100 99999\nmark x\n50 10.88.0.1 80\n\n6 nowhere 80\nmark 7\n");

        Assert.Equal([Key("10.88.0.100:80"), Key("fwmark:7")], new OwnedServicesFile(File, "boot1 net:[1]").Load());
    }

    [Fact]
    public void Save_SameAgain_WritesNothing()
    {
        var owned = new OwnedServicesFile(File, "boot1 net:[1]");
        owned.Save(s_services);
        global::System.IO.File.Delete(File);

        owned.Save(s_services.ToHashSet());
        Assert.False(global::System.IO.File.Exists(File));
        owned.Save(new HashSet<ServiceKey>());
        Assert.Equal(["boot1 net:[1]"], global::System.IO.File.ReadAllLines(File));
    }

    [Fact]
    public void Save_FolderIsGone_IsNoFailure()
    {
        var owned = new OwnedServicesFile(Path.Combine(_folder, "none", "file"), "boot1 net:[1]");

        owned.Save(s_services);

        Assert.Empty(owned.Load());
    }

    [Fact]
    public void KernelsTable_OfThisThread_NamesBootAndNamespace() => Assert.Matches(@"^[0-9a-f-]{36} net:\[\d+\]$", OwnedServicesFile.KernelsTable());
}
