namespace HighTraffic.Api.Validation;

/// <summary>Adds the request checks that are the same for every endpoint.</summary>
internal static class InputExtensions
{
    /// <summary>Adds the checks. Place them after routing, whose endpoint they need, and before the cache.</summary>
    public static void UseInputChecks(this IApplicationBuilder app)
    {
        app.UseMiddleware<RepeatedParameters>();
        app.UseMiddleware<BodyHeaders>();
    }
}
