using System.Globalization;

namespace HighTraffic.Api.Hosting;

/// <summary>
/// Matches an id in a path, from 1, in its canonical form only. If <c>007</c> or <c>+7</c> were ids too, a product could be requested, and
/// cached, under any number of URLs.
/// </summary>
internal sealed class IdConstraint : IRouteConstraint
{
    public const string Name = "id";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        Convert.ToString(values[routeKey], CultureInfo.InvariantCulture) is ['1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', ..] text
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
