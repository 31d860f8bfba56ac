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
        (AppDbContext database) => database.Products
            .GroupBy(product => product.Category)
            .OrderBy(products => products.Key)
            .Select(products => new CategorySummary(
                products.Key,
                products.Count(),
                products.Sum(product => (long)product.Stock),
                (int)Math.Round(products.Average(product => (decimal)product.PriceCents)))));

    public static void MapCategories(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api").WithTags("Categories").WithLoadLimits().ProducesProblem(StatusCodes.Status429TooManyRequests)
            .MapMethods("/categories", CachingExtensions.Read, ListAsync)
            .CachePublicly(CacheProfiles.Categories)
            .WithName("ListCategories")
            .WithSummary("List categories")
            .WithDescription("Each with the sums over its products.");

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
