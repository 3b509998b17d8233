using System.Text;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Authentication exists in VRRPv2 only and carries eight bytes.</summary>
internal sealed class AuthenticationRule : InstanceRule
{
    protected override void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        if (instance.Authentication is not { } authentication) return;
        string at = $"{pointer}/authentication";
        if (instance.Version == VrrpVersion.V3)
            problems.Error(at, "authentication.version", $"{instance.Name}: VRRPv3 has no authentication (RFC 9568 section 9); remove it or use version 2.");
        if (authentication.Type == VrrpAuthenticationType.None) return;
        int bytes = Encoding.UTF8.GetByteCount(authentication.Password);
        if (bytes == 0)
            problems.Error($"{at}/password", "authentication.password", $"{instance.Name}: authentication needs a password; set one of 1 to 8 bytes.");
        else if (authentication.Password == JsonShape.Mask)
            problems.Error($"{at}/password", "authentication.masked", $"{instance.Name}: the password is only the mask that answers show in its place; send the real one.");
        else if (bytes > 8)
            problems.Warning($"{at}/password", "authentication.truncated", $"{instance.Name}: adverts carry only the first 8 of the password's {bytes} bytes; shorten it so that nobody trusts the rest.");
    }
}
