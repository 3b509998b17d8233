using System.Text.Json.Nodes;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Api.Writing;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>Every kind of object in the definition, each with a list and with documents that are read, put, patched and deleted one by one.</summary>
internal static class DefinitionEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        Map(api, "/nodes", "Node", DefinitionKinds.Nodes);
        Map(api, "/vrrp-instances", "VrrpInstance", DefinitionKinds.VrrpInstances);
        Map(api, "/sync-groups", "SyncGroup", DefinitionKinds.SyncGroups);
        Map(api, "/track-scripts", "TrackScript", DefinitionKinds.TrackScripts);
        Map(api, "/track-processes", "TrackProcess", DefinitionKinds.TrackProcesses, "TrackProcesses");
        Map(api, "/track-files", "TrackFile", DefinitionKinds.TrackFiles);
        Map(api, "/virtual-services", "VirtualService", DefinitionKinds.VirtualServices);
        MapRealServers(api);
    }

    private static void Map<T>(IEndpointRouteBuilder api, string path, string name, DefinitionKind<T> kind, string? plural = null)
        where T : class
    {
        string one = path + "/{name}";
        // The compiler writes what reads a route's parameters; an answer that names T it cannot write, so these two say what they answer beside it.
        api.MapGet(path, async Task<IResult> (HttpContext context, IDefinitionStore store, int? limit, string? cursor, CancellationToken ct) => await ListAsync(context, store, kind, limit, cursor, ct).ConfigureAwait(false))
            .Produces<Page<T>>().WithName($"list{plural ?? name + "s"}").WithSummary($"Every {kind.Word}, in the order of the definition");
        api.MapGet(one, async Task<IResult> (HttpContext context, string name, IDefinitionStore store, CancellationToken ct) => await GetAsync(context, store, kind, ApiPaths.Name(name), ct).ConfigureAwait(false))
            .Produces<T>().WithName($"get{name}").WithSummary($"One {kind.Word}");
        api.MapPut(one, (HttpContext context, string name, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time, [AsParameters] WriteQuery query, CancellationToken ct) =>
                PutAsync(context, new Door<T>(store, operations, time, kind, ApiPaths.Name(name)), query, ct))
            .Accepts<T>("application/json").WithName($"put{name}").WithSummary($"Creates or replaces one {kind.Word}");
        api.MapPatch(one, (HttpContext context, string name, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time, [AsParameters] WriteQuery query, CancellationToken ct) =>
                PatchAsync(context, new Door<T>(store, operations, time, kind, ApiPaths.Name(name)), query, ct))
            .Accepts<JsonObject>(MergePatch.MediaType).WithName($"patch{name}").WithSummary($"Changes members of one {kind.Word} (JSON merge patch)");
        api.MapDelete(one, (HttpContext context, string name, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time, [AsParameters] WriteQuery query, CancellationToken ct) =>
                DeleteAsync(context, new Door<T>(store, operations, time, kind, ApiPaths.Name(name)), query, ct))
            .WithName($"delete{name}").WithSummary($"Deletes one {kind.Word}");
    }

    private static void MapRealServers(IEndpointRouteBuilder api)
    {
        const string path = "/virtual-services/{service}/real-servers", one = path + "/{server}";
        api.MapGet(path, (HttpContext context, string service, IDefinitionStore store, int? limit, string? cursor, CancellationToken ct) =>
                ListAsync(context, store, Of(service), limit, cursor, ct))
            .WithName("listRealServers").WithSummary("Every real server of a virtual service");
        api.MapGet(one, (HttpContext context, string service, string server, IDefinitionStore store, CancellationToken ct) => GetAsync(context, store, Of(service), ApiPaths.Name(server), ct))
            .WithName("getRealServer").WithSummary("One real server");
        api.MapPut(one, (HttpContext context, string service, string server, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time, [AsParameters] WriteQuery query, CancellationToken ct) =>
                PutAsync(context, new Door<RealServerDefinition>(store, operations, time, Of(service), ApiPaths.Name(server)), query, ct))
            .Accepts<RealServerDefinition>("application/json").WithName("putRealServer").WithSummary("Creates or replaces one real server");
        api.MapPatch(one, (HttpContext context, string service, string server, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time, [AsParameters] WriteQuery query, CancellationToken ct) =>
                PatchAsync(context, new Door<RealServerDefinition>(store, operations, time, Of(service), ApiPaths.Name(server)), query, ct))
            .Accepts<JsonObject>(MergePatch.MediaType).WithName("patchRealServer").WithSummary("Changes members of one real server (JSON merge patch)");
        api.MapDelete(one, (HttpContext context, string service, string server, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time, [AsParameters] WriteQuery query, CancellationToken ct) =>
                DeleteAsync(context, new Door<RealServerDefinition>(store, operations, time, Of(service), ApiPaths.Name(server)), query, ct))
            .WithName("deleteRealServer").WithSummary("Deletes one real server");
    }

    private static DefinitionKind<RealServerDefinition> Of(string service) => DefinitionKinds.RealServersOf(ApiPaths.Name(service));

    private static async Task<Results<Ok<Page<T>>, StatusCodeHttpResult, ProblemHttpResult>> ListAsync<T>(HttpContext context, IDefinitionStore store, DefinitionKind<T> kind, int? limit, string? cursor,
        CancellationToken cancellationToken)
        where T : class
    {
        if (ListCursor.Check(context, limit, cursor, out (int Place, string Key) from) is { } bad) return bad;
        ClusterDefinition definition = (await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false))?.Definition ?? ClusterDefinition.Empty;
        if (kind.ListIn(definition) is not { } list) return Problems.From(context, kind.Nothing());
        Page<T> page = ListCursor.Cut(list.Items, kind.KeyOf, from, limit ?? PageCursor.MaxLimit);
        string tag = DefinitionJson.HashPart(page);
        EntityTags.Set(context, tag);
        return EntityTags.IsKnown(context, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<T>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync<T>(HttpContext context, IDefinitionStore store, DefinitionKind<T> kind, string key, CancellationToken cancellationToken)
        where T : class
    {
        ClusterDefinition definition = (await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false))?.Definition ?? ClusterDefinition.Empty;
        if (kind.Find(definition, key) is not { } found) return Problems.From(context, kind.ListIn(definition) is null ? kind.Nothing() : kind.Missing(key));
        string tag = DefinitionJson.HashPart(found);
        EntityTags.Set(context, tag);
        return EntityTags.IsKnown(context, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<WriteDocument>, Created<WriteDocument>, ProblemHttpResult>> PutAsync<T>(HttpContext context, Door<T> door, WriteQuery query, CancellationToken cancellationToken)
        where T : class
    {
        string action = "put-" + door.Kind.Slug;
        if (await door.RefuseAsync(context, action, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        WriteWish wish = query.Wish(context, out ProblemHttpResult? bad);
        if (bad is not null) return bad;
        (T? document, bad) = await JsonBodies.ReadAsync<T>(context, cancellationToken).ConfigureAwait(false);
        if (bad is not null) return bad;
        if (WriteAnswers.Seen(context, out bad) is not { } seen) return bad!;
        DefinitionWrite write = door.Write(action, current => door.Kind.Put(current, door.Key, document!), seen, wish);
        DefinitionOutcome outcome = await door.Operations.WriteAsync(context.User, write, cancellationToken).ConfigureAwait(false);
        if (!WriteAnswers.IsDone(outcome)) return await door.RefusedAsync(context, write, outcome, document, cancellationToken).ConfigureAwait(false);
        WriteDocument done = WriteAnswers.Done(context, outcome, wish.DryRun, door.Time);
        return outcome.IsNew && !wish.DryRun ? TypedResults.Created(context.Request.Path.ToUriComponent(), done) : TypedResults.Ok(done);
    }

    private static async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> PatchAsync<T>(HttpContext context, Door<T> door, WriteQuery query, CancellationToken cancellationToken)
        where T : class
    {
        string action = "patch-" + door.Kind.Slug;
        if (await door.RefuseAsync(context, action, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        WriteWish wish = query.Wish(context, out ProblemHttpResult? bad);
        if (bad is not null) return bad;
        (JsonObject? patch, bad) = await JsonBodies.ReadPatchAsync(context, cancellationToken).ConfigureAwait(false);
        if (bad is not null) return bad;
        if (WriteAnswers.Seen(context, out bad) is not { } seen) return bad!;
        DefinitionWrite write = door.Write(action, current => door.Patch(current, patch!), seen, wish);
        DefinitionOutcome outcome = await door.Operations.WriteAsync(context.User, write, cancellationToken).ConfigureAwait(false);
        if (WriteAnswers.IsDone(outcome)) return TypedResults.Ok(WriteAnswers.Done(context, outcome, wish.DryRun, door.Time));
        T? sent = outcome is { Result.Status: OperationStatus.Conflict, Stored: { } stored } && door.Kind.Find(stored.Definition, door.Key) is { } there ? JsonBodies.Patched(there, patch!, out _) : null;
        return await door.RefusedAsync(context, write, outcome, sent, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> DeleteAsync<T>(HttpContext context, Door<T> door, WriteQuery query, CancellationToken cancellationToken)
        where T : class
    {
        string action = "delete-" + door.Kind.Slug;
        if (await door.RefuseAsync(context, action, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        WriteWish wish = query.Wish(context, out ProblemHttpResult? bad);
        if (bad is not null) return bad;
        if (WriteAnswers.Seen(context, out bad) is not { } seen) return bad!;
        DefinitionWrite write = door.Write(action, current => door.Kind.Remove(current, door.Key), seen, wish);
        DefinitionOutcome outcome = await door.Operations.WriteAsync(context.User, write, cancellationToken).ConfigureAwait(false);
        if (WriteAnswers.IsDone(outcome)) return TypedResults.Ok(WriteAnswers.Done(context, outcome, wish.DryRun, door.Time));
        return await door.RefusedAsync(context, write, outcome, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One object, and what it takes to write it.</summary>
    private sealed record Door<T>(IDefinitionStore Store, IDefinitionOperations Operations, TimeProvider Time, DefinitionKind<T> Kind, string Key)
        where T : class
    {
        public async Task<ProblemHttpResult?> RefuseAsync(HttpContext context, string action, CancellationToken cancellationToken)
            => await Operations.RefuseAsync(context.User, action, Kind.Name(Key), cancellationToken).ConfigureAwait(false) is { } denied ? Problems.From(context, denied) : null;

        public DefinitionWrite Write(string action, Func<ClusterDefinition, EditResult> edit, Precondition seen, WriteWish wish) => new()
        {
            Action = action,
            Object = Kind.Name(Key),
            Edit = edit,
            TagOf = stored => Kind.TagOf(stored, Key),
            IsAbsent = stored => Kind.Find(stored.Definition, Key) is null,
            Seen = seen,
            Wish = wish,
        };

        public EditResult Patch(ClusterDefinition current, JsonObject patch)
        {
            if (Kind.Find(current, Key) is not { } found) return EditResult.Refuse(Kind.Missing(Key));
            return JsonBodies.Patched(found, patch, out OperationResult? refusal) is { } next ? Kind.Put(current, Key, next) : EditResult.Refuse(refusal!);
        }

        public async Task<ProblemHttpResult> RefusedAsync(HttpContext context, DefinitionWrite write, DefinitionOutcome outcome, T? sent, CancellationToken cancellationToken)
        {
            if (outcome.Result.Status != OperationStatus.Conflict) return WriteAnswers.Refused(context, outcome);
            ClusterDefinition definition = outcome.Stored!.Definition;
            T? current = Kind.Find(definition, Key);
            if (Kind.ListIn(definition) is null) return Problems.From(context, Kind.Nothing());
            // Nothing to patch or delete is not somebody else's change.
            if (current is null && !HttpMethods.IsPut(context.Request.Method)) return Problems.From(context, Kind.Missing(Key));
            StoredDefinition? seen = write.Seen.Tags.Count == 0 ? null
                : await Store.FindRecentAsync(stored => Kind.TagOf(stored, Key) is { } tag && write.Seen.Tags.Contains(tag), cancellationToken).ConfigureAwait(false);
            return WriteAnswers.Stale(context, current, outcome.Tag, seen is null ? null : Kind.Find(seen.Definition, Key), sent);
        }
    }
}
