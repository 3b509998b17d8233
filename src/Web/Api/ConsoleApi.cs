using KeepaliveConsole.Web.Api.Metrics;
using KeepaliveConsole.Web.Api.OpenApi;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Composition;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;

namespace KeepaliveConsole.Web.Api;

/// <summary>The REST interface as a whole.</summary>
internal static class ConsoleApi
{
    /// <summary>Adds JSON settings and problem documents.</summary>
    public static IServiceCollection AddConsoleApi(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => ApiJson.Configure(options.SerializerOptions));
        // Only the exception says which parameter could not be read; without it the answer would be an empty 400.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
        {
            if (!problem.ProblemDetails.Extensions.ContainsKey("code")) Problems.Complete(problem.HttpContext, problem.ProblemDetails);
            Problems.Name(problem.HttpContext, problem.ProblemDetails);
        });
        services.AddEndpointsApiExplorer();
        services.AddSingleton<ApiDocument>();
        services.AddSingleton<StatusPicture>();
        services.AddSingleton<ConsoleMetrics>();
        return services;
    }

    /// <summary>Errors of the interface, and of all else that programs ask for (the hub, the metrics), are problem documents, whatever went wrong.</summary>
    public static void UseApiErrors(this WebApplication app)
    {
        app.UseWhen(context => !ConsolePages.IsForBrowser(context), program => program.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = AnswerFailureAsync,
            SuppressDiagnosticsCallback = failed => failed.Exception is BadHttpRequestException || StorageFailure.IsOne(failed.Exception),
        }));
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages(empty => AnswerEmptyAsync(empty.HttpContext)));
    }

    /// <summary>Adds every route.</summary>
    public static void MapConsoleApi(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup(ApiPaths.Base).RequireAuthorization(Roles.Viewer).AddEndpointFilter<ParameterGuard>();
        StatusEndpoints.Map(api);
        VrrpEndpoints.Map(api);
        ClusterEndpoints.Map(api);
        DefinitionEndpoints.Map(api);
        RevisionEndpoints.Map(api);
        WindowEndpoints.Map(api);
        ActionEndpoints.Map(api);
        ServerSetupEndpoints.Map(api);
        HistoryEndpoints.Map(api);
        AuditEndpoints.Map(api);
        ProbeEndpoints.Map(api);
        EventEndpoints.Map(api);
        ConfEndpoints.Map(api);
        StorageEndpoints.Map(api);
        UserEndpoints.Map(api);
        TokenEndpoints.Map(api);
        AccountEndpoints.Map(api);
        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
        OpenApiEndpoints.Map(app);
    }

    private static Task AnswerFailureAsync(HttpContext context)
    {
        Exception? error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (error is not null && StorageFailure.IsOne(error)) StorageFailure.Log(context, context.Request.Path, error);
        ProblemHttpResult answer = error switch
        {
            BadHttpRequestException bad => InputFaults.Answer(context, bad),
            not null when StorageFailure.IsOne(error) => Problems.Answer(context, StatusCodes.Status503ServiceUnavailable, "storage", StorageFailure.Describe(error)),
            _ => Problems.Answer(context, StatusCodes.Status500InternalServerError, "failed", "The console failed to answer; its log has the reason under this traceId."),
        };
        return answer.ExecuteAsync(context);
    }

    private static Task AnswerEmptyAsync(HttpContext context)
    {
        int status = context.Response.StatusCode;
        ProblemEntry? unread = status == StatusCodes.Status400BadRequest ? InputFaults.Unread(context) : null;
        string detail = unread?.Message ?? status switch
        {
            StatusCodes.Status400BadRequest => "A parameter of the request cannot be read; check its form.",
            StatusCodes.Status404NotFound => "There is no such route.",
            StatusCodes.Status405MethodNotAllowed => "This route does not take this method.",
            StatusCodes.Status415UnsupportedMediaType => "The body is of a media type that this route does not take; mostly it must be application/json.",
            _ => "The request was refused.",
        };
        ProblemEntry[] errors = status == StatusCodes.Status415UnsupportedMediaType ? [new("Content-Type", "media-type", detail)] : unread is not null ? [unread] : [];
        var problem = Problems.Document(context, status, Problems.CodeOf(status), detail, errors);
        return TypedResults.Problem(problem).ExecuteAsync(context);
    }
}
