namespace HighTraffic.Api.Validation;

/// <summary>Adds the checks of a request that are the same for every endpoint.</summary>
internal static class InputExtensions
{
    /// <summary>Adds them. Place them after authentication, which must not depend on them, and before the cache.</summary>
    public static void UseInputChecks(this IApplicationBuilder app)
    {
        app.UseMiddleware<RepeatedParameters>();
        app.UseMiddleware<BodyHeaders>();
    }
}
