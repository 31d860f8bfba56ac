using HighTraffic.Api.Caching;
using HighTraffic.Api.Documentation;
using HighTraffic.Api.Http;
using HighTraffic.Api.Resilience;
using HighTraffic.Data;
using HighTraffic.Data.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Products;

/// <summary>The catalogue: public to read, and writable with the scope <c>write</c>.</summary>
internal static class ProductEndpoints
{
    /// <summary>The name of the route to a product.</summary>
    public const string GetRoute = "GetProduct";

    private const string IfMatchDescription = "The entity tags that the write expects. If none is current, the response is 412.";
    private const string IfNoneMatchDescription = "The entity tags, or *, that the write does not expect. If one is current, the response is 412.";
    private const string ETagDescription = "The version of the product, for If-Match.";

    public static void MapProducts(this IEndpointRouteBuilder app)
    {
        var products = app.MapGroup("/api").WithTags("Products").WithLoadLimits().ProducesProblem(StatusCodes.Status429TooManyRequests);

        products.MapMethods("/products", CachingExtensions.Read, ListAsync)
            .CachePublicly(CacheProfiles.Products)
            .LimitSearches(static request => request.Query.ContainsKey("q"))
            .WithName("ListProducts")
            .WithSummary("List products")
            .WithDescription("The products are sorted by id. The nextCursor of a page leads to the next page and is null on the last.")
            .ProducesValidationProblem();

        products.MapMethods("/products/{id:id}", CachingExtensions.Read, GetAsync)
            .CachePublicly(CacheProfiles.Product)
            .WithName(GetRoute)
            .WithSummary("Get a product")
            .WithDescription("Send the ETag as If-Match with a write.");

        var writes = products.MapGroup("").RequireAuthorization(Scopes.Write)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        writes.MapPost("/products", ProductWrites.CreateAsync)
            .WithName("CreateProduct")
            .WithSummary("Create a product")
            .WithResponseHeader(HeaderNames.ETag, ETagDescription, StatusCodes.Status201Created)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict);

        writes.MapPut("/products/{id:id}", ProductWrites.ReplaceAsync)
            .WithName("ReplaceProduct")
            .WithSummary("Replace a product")
            .WithDescription("With If-Match, the product is replaced only if its version is one of those; with If-None-Match, only if it is none of them.")
            .WithRequestHeader(HeaderNames.IfMatch, IfMatchDescription)
            .WithRequestHeader(HeaderNames.IfNoneMatch, IfNoneMatchDescription)
            .WithResponseHeader(HeaderNames.ETag, ETagDescription, StatusCodes.Status200OK)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);

        writes.MapDelete("/products/{id:id}", ProductWrites.DeleteAsync)
            .WithName("DeleteProduct")
            .WithSummary("Delete a product")
            .WithDescription("With If-Match, the product is deleted only if its version is one of those; with If-None-Match, only if it is none of them.")
            .WithRequestHeader(HeaderNames.IfMatch, IfMatchDescription)
            .WithRequestHeader(HeaderNames.IfNoneMatch, IfNoneMatchDescription)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Results<Ok<ProductPage>, ProblemHttpResult>> ListAsync(
        [AsParameters] ProductPageRequest request, AppDbContext database, CancellationToken cancellationToken) =>
        ProductPageQuery.Parse(request.Category, request.Q, request.PageSize, request.Cursor) is { } query
            ? TypedResults.Ok(await ProductQueries.PageAsync(database, query, cancellationToken))
            : TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<ProductItem>, NotFound>> GetAsync(
        long id, AppDbContext database, IOptions<JsonOptions> json, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await ProductQueries.FindAsync(database, id, cancellationToken) is not { } product)
        {
            return TypedResults.NotFound();
        }

        var item = ProductItem.From(product);
        response.Headers.ETag = RowTag.ToTag(product.Version, item, json.Value.SerializerOptions);
        return TypedResults.Ok(item);
    }
}
