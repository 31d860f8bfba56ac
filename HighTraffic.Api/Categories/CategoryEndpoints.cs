using HighTraffic.Api.Caching;
using HighTraffic.Api.Resilience;
using HighTraffic.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Categories;

/// <summary>The categories of the catalogue.</summary>
internal static class CategoryEndpoints
{
    private static readonly Func<AppDbContext, IAsyncEnumerable<CategorySummary>> Summaries = EF.CompileAsyncQuery(
        (AppDbContext database) => database.CategoryTotals
            .GroupBy(total => total.Category)
            .Where(totals => totals.Sum(total => total.Products) > 0)
            .OrderBy(totals => totals.Key)
            .Select(totals => new CategorySummary(
                totals.Key,
                (int)totals.Sum(total => total.Products),
                totals.Sum(total => total.Stock),
                (int)Math.Round((decimal)totals.Sum(total => total.PriceCents) / totals.Sum(total => total.Products)))));

    public static void MapCategories(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api").WithTags("Categories").WithLoadLimits().ProducesProblem(StatusCodes.Status429TooManyRequests)
            .MapMethods("/categories", CachingExtensions.Read, ListAsync)
            .CachePublicly(CacheProfiles.Categories)
            .WithName("ListCategories")
            .WithSummary("List categories")
            .WithDescription("Each with the totals of its products.");

    private static async Task<Ok<List<CategorySummary>>> ListAsync(AppDbContext database, CancellationToken cancellationToken)
    {
        var summaries = new List<CategorySummary>();
        await foreach (var summary in Summaries(database).WithCancellation(cancellationToken))
        {
            summaries.Add(summary);
        }

        return TypedResults.Ok(summaries);
    }
}
