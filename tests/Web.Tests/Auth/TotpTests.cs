using System.Text;
using KeepaliveConsole.Web.Auth.SecondFactor;

namespace KeepaliveConsole.Web.Tests.Auth;

/// <summary>RFC 6238 and RFC 4648, by their own numbers.</summary>
public sealed class TotpTests
{
    private static readonly byte[] s_key = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Rfc6238_AppendixB_LastSixDigits(long second, string code)
        => Assert.Equal(code, Totp.CodeAt(s_key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(second))));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Rfc4648_Section10_BothWays(string text, string base32)
    {
        Assert.Equal(base32, Base32.Encode(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(Encoding.ASCII.GetBytes(text), Base32.Decode(base32));
    }

    [Fact]
    public void Base32_WithAnotherCharacter_IsNothing() => Assert.Null(Base32.Decode("MZXW1"));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Clock_MayBeOneStepOff(int steps, bool accepted)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1111111111);
        long step = Totp.StepAt(now) + steps;
        Assert.Equal(accepted ? step : null, Totp.Verify(s_key, Totp.CodeAt(s_key, step), now, -1));
    }

    [Fact]
    public void Code_WorksOnce_AndNeitherDoesAnEarlierOneAfterIt()
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1111111111);
        long step = Totp.StepAt(now);
        Assert.Null(Totp.Verify(s_key, Totp.CodeAt(s_key, step), now, step));
        Assert.Null(Totp.Verify(s_key, Totp.CodeAt(s_key, step - 1), now, step));
        Assert.Equal(step + 1, Totp.Verify(s_key, Totp.CodeAt(s_key, step + 1), now, step));
    }

    [Theory]
    [InlineData("")]
    [InlineData("05047")]
    [InlineData("0504711")]
    [InlineData("05047a")]
    [InlineData("٠٥٠٤٧١")]
    public void Code_OfAnotherForm_IsWrong(string code) => Assert.Null(Totp.Verify(s_key, code, DateTimeOffset.FromUnixTimeSeconds(1111111111), -1));

    [Fact]
    public void Code_MayHaveABlankInTheMiddle() => Assert.NotNull(Totp.Verify(s_key, "050 471", DateTimeOffset.FromUnixTimeSeconds(1111111111), -1));

    [Fact]
    public void Uri_NamesIssuerAccountAndKey() => Assert.Equal(
        "otpauth://totp/KeepaliveConsole:ada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=KeepaliveConsole&algorithm=SHA1&digits=6&period=30",
        Totp.Uri(s_key, "KeepaliveConsole", "ada@example.org"));

    [Fact]
    public void RecoveryCode_WorksOnce_HoweverItIsTyped()
    {
        string[] codes = RecoveryCodes.Create();
        string[] hashes = [.. codes.Select(RecoveryCodes.Hash)];

        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[A-Z2-7]{8}-[A-Z2-7]{8}$", code));
        string typed = " " + codes[3].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant();
        Assert.True(RecoveryCodes.LooksLike(typed));
        string[] rest = RecoveryCodes.Use(hashes, typed)!;
        Assert.Equal(9, rest.Length);
        Assert.Null(RecoveryCodes.Use(rest, codes[3]));
        Assert.False(RecoveryCodes.LooksLike("123456"));
    }
}
