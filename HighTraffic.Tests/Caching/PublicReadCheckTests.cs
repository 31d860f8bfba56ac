using HighTraffic.Api.Caching;
using HighTraffic.Data.Keys;
using HighTraffic.Tests.App;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Tests.Caching;

/// <summary>An endpoint that requires an identity is never cached for everyone, and one that could never be cached stops the start.</summary>
public sealed class PublicReadCheckTests
{
    public static TheoryData<string, Action<RouteHandlerBuilder>> Protections => new()
    {
        { "authorize", endpoint => endpoint.RequireAuthorization() },
        { "attribute", endpoint => endpoint.WithMetadata(new AuthorizeAttribute("staff")) },
        { "policy", endpoint => endpoint.RequireAuthorization(policy => policy.RequireRole("staff")) },
        { "scope", endpoint => endpoint.RequireAuthorization(Scopes.Write) },
    };

    [Theory]
    [MemberData(nameof(Protections))]
    public async Task A_protected_endpoint_is_refused_by_name(string protection, Action<RouteHandlerBuilder> protect)
    {
        Assert.NotEmpty(protection);
        await using var app = App();
        protect(Map(app));
        Assert.Contains("/prices", Assert.Throws<InvalidOperationException>(app.VerifyPublicReads).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protected_group_is_refused()
    {
        await using var app = App();
        Map(app.MapGroup("/group").RequireAuthorization());
        Assert.Contains("/group/prices", Assert.Throws<InvalidOperationException>(app.VerifyPublicReads).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_fallback_policy_protects_what_does_not_allow_anonymous(bool allowsAnonymous, bool isRefused)
    {
        await using var app = App(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        var endpoint = Map(app);
        if (allowsAnonymous)
        {
            endpoint.AllowAnonymous();
        }

        Assert.Equal(isRefused, Record.Exception(app.VerifyPublicReads) is InvalidOperationException);
    }

    [Fact]
    public async Task A_public_endpoint_is_taken()
    {
        await using var app = App();
        Map(app);
        app.VerifyPublicReads();
    }

    public static TheoryData<Delegate> Uncacheable =>
    [
        () => "text",
        () => Task.CompletedTask,
        () => Task.FromResult("text"),
        () => AsyncEnumerable.Range(1, 3),
    ];

    [Theory]
    [MemberData(nameof(Uncacheable))]
    public async Task A_handler_whose_answers_are_never_cached_is_refused_by_name(Delegate handler)
    {
        await using var app = App();
        app.MapGet("/prices", handler).WithMetadata(Domain.AggregateProfile);
        Assert.Contains("/prices returns", Assert.Throws<InvalidOperationException>(app.VerifyPublicReads).Message, StringComparison.Ordinal);
    }

    private static WebApplication App(Action<AuthorizationOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthorization(configure ?? (_ => { }));
        return builder.Build();
    }

    // CachePublicly marks an endpoint with the profile.
    private static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/prices", () => TypedResults.Ok(1)).WithMetadata(Domain.AggregateProfile);
}
