using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>The answer where there is nothing to show.</summary>
internal static class Missing
{
    public static RazorComponentResult Page(string sentence) =>
        new RazorComponentResult<MissingPage>(new { Sentence = sentence }) { StatusCode = StatusCodes.Status404NotFound };
}
