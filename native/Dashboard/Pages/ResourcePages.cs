using HighTraffic.Native.Dashboard.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>The resources, and commands to them.</summary>
internal static class ResourcePages
{
    public static void MapResources(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", List);
        app.MapGet("/resources/{id}", Show);
        app.MapPost("/resources/{id}/{command}", ExecuteAsync);
    }

    private static RazorComponentResult<ResourcesPage> List() => new();

    private static RazorComponentResult Show(string id, ResourceBoard board) => board.Find(id) is { } resource
        ? new RazorComponentResult<ResourcePage>(new { Resource = resource })
        : Missing.Page($"There is no resource '{id}'.");

    private static async Task<Results<RedirectHttpResult, Conflict<string>>> ExecuteAsync(
        string id, string command, ResourceBoard board, CancellationToken cancellationToken)
    {
        if (board.Find(id) is not { } resource || !resource.Commands.Contains(command))
        {
            return TypedResults.Conflict($"'{id}' cannot be given the command '{command}' now.");
        }

        return await board.Engine.ExecuteAsync(id, command, cancellationToken) is { } reason
            ? TypedResults.Conflict(reason)
            : TypedResults.Redirect("/");
    }
}
