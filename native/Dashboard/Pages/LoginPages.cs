using System.Security.Claims;
using HighTraffic.Native.Dashboard.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>Lets a person in who has the token of the run.</summary>
internal static class LoginPages
{
    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        app.MapGet("/login", OpenAsync).AllowAnonymous();
        app.MapPost("/login", LogInAsync).AllowAnonymous().DisableAntiforgery();
    }

    private static async Task<IResult> OpenAsync(string? t, string? returnUrl, HttpContext context, DashboardOptions options) =>
        t is null ? new RazorComponentResult<LoginPage>() : await LogInAsync(t, returnUrl, context, options);

    private static async Task<IResult> LogInAsync([FromForm] string? t, string? returnUrl, HttpContext context, DashboardOptions options)
    {
        if (!Secrets.AreEqual(t, options.BrowserToken))
        {
            return new RazorComponentResult<LoginPage>(new { IsWrong = true }) { StatusCode = StatusCodes.Status401Unauthorized };
        }

        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        await context.SignInAsync(scheme, new ClaimsPrincipal(new ClaimsIdentity(scheme)), new AuthenticationProperties { IsPersistent = true });
        return IsLocal(returnUrl) ? TypedResults.LocalRedirect(returnUrl!) : TypedResults.Redirect("/");
    }

    private static bool IsLocal(string? url) => url is ['/', not ('/' or '\\'), ..];
}
