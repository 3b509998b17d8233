using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Data.Entities;

namespace KeepaliveConsole.Data.Audit;

/// <summary>
/// Hash of an audit row: SHA-256, lower-case hexadecimal, over <see cref="Format"/> and then, in this order, previousHash, id, at, actorKind,
/// actor, address, action, object, before, after, reason, revision, succeeded, correlationId. Each of them (the format too) is UTF-8 text after
/// its length in bytes as four bytes, most significant first; a field without a value is the length FFFFFFFF alone. Numbers are decimal, the
/// time is <c>yyyy-MM-ddTHH:mm:ss.ffffffZ</c> in UTC, succeeded is <c>true</c> or <c>false</c>. No two rows have the same encoding.
/// </summary>
/// <remarks>A promise to whoever checks an export: another encoding needs another <see cref="Format"/>, and a way to tell which row has which.</remarks>
internal static class AuditHash
{
    /// <summary>First field: a row's bytes mean nothing else anywhere, and a later format cannot be taken for this one.</summary>
    public const string Format = "keepalive-console audit 1";

    private const uint None = uint.MaxValue;

    /// <summary>The hash of <paramref name="row"/> with the number and the previous hash it has now.</summary>
    public static string Of(AuditRow row)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        Write(bytes, Format);
        Write(bytes, row.PreviousHash);
        Write(bytes, row.Id.ToString(CultureInfo.InvariantCulture));
        Write(bytes, row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        Write(bytes, row.ActorKind.ToString());
        Write(bytes, row.Actor);
        Write(bytes, row.Address);
        Write(bytes, row.Action);
        Write(bytes, row.Object);
        Write(bytes, row.Before);
        Write(bytes, row.After);
        Write(bytes, row.Reason);
        Write(bytes, row.Revision?.ToString(CultureInfo.InvariantCulture));
        Write(bytes, row.Succeeded ? "true" : "false");
        Write(bytes, row.CorrelationId);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    /// <summary>To the microsecond, which every database keeps: a time that came back shorter than it went in would break the hash.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static void Write(ArrayBufferWriter<byte> bytes, string? field)
    {
        int length = field is null ? 0 : Encoding.UTF8.GetByteCount(field);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.GetSpan(sizeof(uint)), field is null ? None : (uint)length);
        bytes.Advance(sizeof(uint));
        if (length == 0) return;
        bytes.Advance(Encoding.UTF8.GetBytes(field, bytes.GetSpan(length)));
    }
}
