using System.Security.Cryptography;
using System.Text.Json;
using KeepaliveConsole.Data;
using Microsoft.AspNetCore.DataProtection;

namespace KeepaliveConsole.Web.Features.Changes;

/// <summary>
/// Keeps <see cref="DraftStore"/> over a restart of the console, in the file <c>drafts</c> of the data directory: mode 0600 and encrypted, because what
/// people are writing may hold passwords. Written two seconds after a change at the latest, and at the end. What is older than 30 days is not read again.
/// </summary>
internal sealed partial class DraftFile(DraftStore drafts, IDataProtectionProvider keys, ConsoleDataOptions data, TimeProvider time, ILogger<DraftFile> logger) : BackgroundService
{
    /// <summary>Most bytes that are written: 16 MiB, some hundred large definitions.</summary>
    public const int MostBytes = 16 << 20;

    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30);

    private readonly string _path = Path.Combine(data.DataDirectory, "drafts");
    private long _written;
    private bool _isTold;

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Read();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        Write();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(s_pace, time);
        try
        {
            while (await pace.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) Write();
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private IDataProtector Protector() => keys.CreateProtector("KeepaliveConsole.Drafts.v1");

    private void Read()
    {
        try
        {
            if (!File.Exists(_path)) return;
            KeptDrafts? kept = JsonSerializer.Deserialize<KeptDrafts>(Protector().Unprotect(File.ReadAllBytes(_path)));
            if (kept is { Staged: not null, Writing: not null }) drafts.Restore(new KeptDrafts(Recent(kept.Staged), Recent(kept.Writing)));
            _written = drafts.Version;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or JsonException)
        {
            LogUnread(_path, problem.Message);
        }
    }

    private List<KeptDraft> Recent(IEnumerable<KeptDraft> all) =>
        [.. all.Where(each => each is { User: not null, Change: { Name: not null } change } && EditableKind.Find(change.Kind) is not null && time.GetUtcNow() - change.StagedAt < s_longest)];

    private void Write()
    {
        long version = drafts.Version;
        if (version == _written) return;
        try
        {
            byte[] text = JsonSerializer.SerializeToUtf8Bytes(drafts.Take());
            if (text.Length > MostBytes) throw new IOException($"they take {text.Length} bytes, and {MostBytes} is the most that is kept");
            PrivateFile.Replace(_path, Protector().Protect(text));
            _written = version;
            _isTold = false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // It is tried again with the next change, or as often as the disk is full: said once.
            if (!_isTold) LogUnwritten(_path, problem.Message);
            _isTold = true;
        }
    }

    [LoggerMessage(5235, LogLevel.Warning, "The drafts of changes in {Path} cannot be read ({Problem}); people begin with none, and the file is replaced with their next draft.")]
    private partial void LogUnread(string path, string problem);

    [LoggerMessage(5236, LogLevel.Warning, "The drafts of changes cannot be written to {Path} ({Problem}); they are kept until the console ends.")]
    private partial void LogUnwritten(string path, string problem);
}
