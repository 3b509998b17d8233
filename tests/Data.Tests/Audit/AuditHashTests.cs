using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Entities;

namespace KeepaliveConsole.Data.Tests.Audit;

/// <summary>The expected hashes were made by another program from the description of the encoding (docs/operations.md).</summary>
public sealed class AuditHashTests
{
    [Fact]
    public void RowWithEveryField_HasTheDocumentedHash()
        => Assert.Equal("64588685af0d6ca6df14adaac575f41de93546422d8d191d091e03816c91d4cd", AuditHash.Of(Full()));

    [Fact]
    public void RowWithNothingOptional_HasTheDocumentedHash()
        => Assert.Equal("82fd526544aa750c7139b6fcb842b775745eee5b06a8a2848412e80b96ab93fe", AuditHash.Of(new AuditRow
        {
            Id = 1,
            At = ManualClock.Noon,
            ActorKind = ActorKind.Engine,
            Actor = "engine",
            Action = "transition",
            Object = "",
            Succeeded = true,
            PreviousHash = "",
            SearchText = "not part of it",
        }));

    [Fact]
    public void EveryFieldCounts_AndNoneCanMoveIntoItsNeighbour()
    {
        Action<AuditRow>[] changes =
        [
            row => row.Id = 8, row => row.At = row.At.AddMicroseconds(1), row => row.ActorKind = ActorKind.User, row => row.Actor = "c", row => row.Address = null,
            row => row.Address = "", row => row.Action = "drai", row => row.Object = "nwéb", row => row.Before = null, row => row.Before = "", row => row.After = "{}",
            row => row.Reason = null, row => row.Revision = 4, row => row.Revision = null, row => row.Succeeded = true, row => row.CorrelationId = null,
            row => row.PreviousHash = "", row => row.PreviousHash = null,
            row => (row.Actor, row.Address) = ("ci2001:db8::1", ""),
            row => (row.Action, row.Object) = ("drainw", "éb 10.88.0.101:80"),
            row => (row.Before, row.After) = (row.After, row.Before),
        ];
        var hashes = new HashSet<string> { AuditHash.Of(Full()) };
        foreach (Action<AuditRow> change in changes)
        {
            AuditRow row = Full();
            change(row);
            Assert.True(hashes.Add(AuditHash.Of(row)));
        }

        Assert.Equal(22, hashes.Count);
    }

    [Fact]
    public void Time_CountsToTheMicrosecond()
    {
        AuditRow row = Full();
        row.At = row.At.AddTicks(9);
        Assert.Equal(AuditHash.Of(Full()), AuditHash.Of(row));
        Assert.Equal(Full().At, AuditHash.Whole(row.At.ToOffset(TimeSpan.FromHours(8))));
    }

    private static AuditRow Full() => new()
    {
        Id = 7,
        At = ManualClock.Noon.AddMicroseconds(123456),
        ActorKind = ActorKind.Token,
        Actor = "ci",
        Address = "2001:db8::1",
        Action = "drain",
        Object = "wéb 10.88.0.101:80",
        Before = "{\"admin\":\"Enabled\"}",
        After = "{\"admin\":\"Drain\"}",
        Reason = "切换",
        Revision = 3,
        Succeeded = false,
        CorrelationId = "0af7651916cd43dd8448eb211c80319c",
        PreviousHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        SearchText = "not part of it",
    };
}
