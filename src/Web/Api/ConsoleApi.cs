using KeepaliveConsole.Web.Api.Metrics;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;

namespace KeepaliveConsole.Web.Api;

/// <summary>The REST interface as a whole.</summary>
internal static partial class ConsoleApi
{
    /// <summary>Adds JSON settings and problem documents.</summary>
    public static IServiceCollection AddConsoleApi(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => ApiJson.Configure(options.SerializerOptions));
        // Wrong input is answered, also in development, where the default would throw.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
        {
            if (!problem.ProblemDetails.Extensions.ContainsKey("code")) Problems.Complete(problem.HttpContext, problem.ProblemDetails);
        });
        return services;
    }

    /// <summary>Errors of the interface are problem documents, whatever went wrong.</summary>
    public static void UseApiErrors(this WebApplication app) => app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api =>
    {
        api.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = AnswerFailureAsync,
            // One line says it; a stack trace per request would bury the reason while the database is down.
            SuppressDiagnosticsCallback = failed => StorageFailure.IsOne(failed.Exception),
        });
        api.UseStatusCodePages(empty => AnswerEmptyAsync(empty.HttpContext));
    });

    /// <summary>Adds every route.</summary>
    public static void MapConsoleApi(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup(ApiPaths.Base).RequireAuthorization(Roles.Viewer);
        StatusEndpoints.Map(api);
        VrrpEndpoints.Map(api);
        ClusterEndpoints.Map(api);
        ActionEndpoints.Map(api);
        HistoryEndpoints.Map(api);
        ProbeEndpoints.Map(api);
        ConfEndpoints.Map(api);
        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
    }

    private static Task AnswerFailureAsync(HttpContext context)
    {
        Exception? error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (error is not null && StorageFailure.IsOne(error))
            LogStorage(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ConsoleApi)), context.Request.Path, StorageFailure.Describe(error));
        ProblemHttpResult answer = error switch
        {
            BadHttpRequestException bad => Problems.Answer(context, bad.StatusCode, "bad-request", bad.Message),
            not null when StorageFailure.IsOne(error) => Problems.Answer(context, StatusCodes.Status503ServiceUnavailable, "storage", StorageFailure.Describe(error)),
            _ => Problems.Answer(context, StatusCodes.Status500InternalServerError, "failed", "The console failed to answer; its log has the reason under this traceId."),
        };
        return answer.ExecuteAsync(context);
    }

    private static Task AnswerEmptyAsync(HttpContext context)
    {
        int status = context.Response.StatusCode;
        string detail = status switch
        {
            StatusCodes.Status400BadRequest => "A parameter of the request cannot be read; check its form.",
            StatusCodes.Status404NotFound => "There is no such route.",
            StatusCodes.Status405MethodNotAllowed => "This route does not take this method.",
            _ => "The request was refused.",
        };
        var problem = Problems.Document(context, status, Problems.CodeOf(status), detail);
        return TypedResults.Problem(problem).ExecuteAsync(context);
    }

    [LoggerMessage(5001, LogLevel.Error, "{Path} was answered 503: {Reason}")]
    private static partial void LogStorage(ILogger logger, string path, string reason);
}
