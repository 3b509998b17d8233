using System.Collections;
using System.Reflection;
using System.Security.Claims;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Operations;

/// <summary>The service layer decides by itself, whoever calls it: each operation with the role below the one it needs.</summary>
public sealed class OperationRoleTests
{
    /// <summary>Operation → least role. An operation that is not here fails the test.</summary>
    private static readonly Dictionary<string, string> s_least = new()
    {
        ["IClusterOperations.SetAdminStateAsync"] = Roles.Operator,
        ["IClusterOperations.CheckNowAsync"] = Roles.Operator,
        ["IClusterOperations.CutAsync"] = Roles.Operator,
        ["IClusterOperations.ExportAsync"] = Roles.Viewer,
        ["IClusterOperations.ImportAsync"] = Roles.Admin,
        ["IDefinitionOperations.RefuseAsync"] = Roles.Admin,
        ["IDefinitionOperations.WriteAsync"] = Roles.Admin,
        ["IDefinitionOperations.RollBackAsync"] = Roles.Admin,
        ["IDefinitionOperations.ConfirmAsync"] = Roles.Admin,
        ["IDefinitionOperations.RevertAsync"] = Roles.Admin,
        ["IServerSetupOperations.CheckServerSetupAsync"] = Roles.Operator,
        ["IStorageOperations.ReadAsync"] = Roles.Viewer,
        ["IStorageOperations.ListBackupsAsync"] = Roles.Admin,
        ["IStorageOperations.BackUpAsync"] = Roles.Admin,
        ["IVrrpOperations.YieldAsync"] = Roles.Operator,
        ["IVrrpOperations.ReleaseAsync"] = Roles.Operator,
        ["IVrrpOperations.ResumeAsync"] = Roles.Operator,
        ["IVrrpOperations.AnnounceAsync"] = Roles.Operator,
        ["IVrrpOperations.InspectAsync"] = Roles.Operator,
        ["IAccessOperations.ListUsersAsync"] = Roles.Admin,
        ["IAccessOperations.CreateUserAsync"] = Roles.Admin,
        ["IAccessOperations.RemoveUserAsync"] = Roles.Admin,
        ["IAccessOperations.SetRoleAsync"] = Roles.Admin,
        ["IAccessOperations.UnlockAsync"] = Roles.Admin,
        ["IAccessOperations.ResetSecondFactorAsync"] = Roles.Admin,
        ["IAccessOperations.ListTokensAsync"] = Roles.Admin,
        ["IAccessOperations.CreateTokenAsync"] = Roles.Admin,
        ["IAccessOperations.RevokeTokenAsync"] = Roles.Admin,
        ["IAccountOperations.GetAsync"] = Roles.Viewer,
        ["IAccountOperations.ChangePasswordAsync"] = Roles.Viewer,
        ["IAccountOperations.BeginSecondFactorAsync"] = Roles.Viewer,
        ["IAccountOperations.FindPendingSecondFactorAsync"] = Roles.Viewer,
        ["IAccountOperations.ConfirmSecondFactorAsync"] = Roles.Viewer,
        ["IAccountOperations.RemoveSecondFactorAsync"] = Roles.Viewer,
        ["IAccountOperations.SignOutEverywhereAsync"] = Roles.Viewer,
    };

    [Fact]
    public void EveryOperation_IsInTheTable() => Assert.Equal(s_least.Keys.Order(), All().Select(NameOf).Order());

    [Fact]
    public async Task EveryOperation_WithALesserRole_IsForbidden_RecordsIt_AndChangesNothing()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        int before = console.Engine.Applied.Count;
        foreach (MethodInfo operation in All())
        {
            string name = NameOf(operation);
            ClaimsPrincipal lesser = Lesser(s_least[name]);
            int recorded = (await console.AuditAsync()).Count(row => !row.Succeeded);
            object[] arguments = [.. operation.GetParameters().Select(parameter => parameter.ParameterType == typeof(ClaimsPrincipal) ? lesser : Sample(parameter.ParameterType)!)];
            var task = (Task)operation.Invoke(console.Services.GetRequiredService(operation.DeclaringType!), arguments)!;
            await task;
            object outcome = task.GetType().GetProperty("Result")!.GetValue(task)!;
            OperationResult result = outcome as OperationResult ?? outcome.GetType().GetField("Item1")?.GetValue(outcome) as OperationResult ?? (OperationResult)outcome.GetType().GetProperty("Result")!.GetValue(outcome)!;
            Assert.True(result.Status == OperationStatus.Forbidden, $"{name}: {result.Status} {result.Message}");
            Assert.True((await console.AuditAsync()).Count(row => !row.Succeeded) == recorded + 1, $"{name} did not record the refusal");
        }

        Assert.Equal(before, console.Engine.Applied.Count);
    }

    private static IEnumerable<MethodInfo> All() => typeof(IAccessOperations).Assembly.GetTypes()
        .Where(type => type.IsInterface && type.Name.EndsWith("Operations", StringComparison.Ordinal) && type.Namespace!.EndsWith("Operations", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods()).Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(ClaimsPrincipal)));

    private static string NameOf(MethodInfo operation) => $"{operation.DeclaringType!.Name}.{operation.Name}";

    // Below viewer there is somebody who is signed in and has no role at all.
    private static ClaimsPrincipal Lesser(string role)
    {
        int place = Roles.All.ToList().IndexOf(role);
        Claim[] claims = place == 0 ? [] : [new Claim(ClaimTypes.Role, Roles.All[place - 1])];
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "lesser"), new Claim(ClaimTypes.NameIdentifier, "none"), .. claims], "test"));
    }

    private static object? Sample(Type type)
    {
        if (type == typeof(string)) return "sample";
        if (type == typeof(IReadOnlyCollection<RealServerName>)) return new RealServerName[] { new("sample", "one"), new("sample", "two") };
        if (type == typeof(AdminWish)) return new AdminWish(AdminState.Drain, null, null);
        if (type == typeof(DefinitionWrite))
            return new DefinitionWrite { Action = "sample-write", Object = "sample", Edit = _ => throw new InvalidOperationException("A refused write was carried out."), TagOf = _ => null, IsAbsent = _ => false, Seen = Precondition.None, Wish = new WriteWish() };
        if (type == typeof(ClusterDefinition)) return ClusterDefinition.Empty;
        if (type == typeof(NewUser)) return new NewUser("sample", "a long password", Roles.Viewer);
        if (typeof(IEnumerable).IsAssignableFrom(type) || !type.IsValueType) return null;
        return Activator.CreateInstance(type);
    }
}
