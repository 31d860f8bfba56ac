namespace HighTraffic.Api.Hosting;

/// <summary>Tells which replica answered; in development only, since outside nobody needs to know the machines.</summary>
internal static class ReplicaName
{
    public static void UseReplicaName(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        var name = app.Configuration["HighTraffic:Replica"] ?? Environment.MachineName;
        app.Use((context, next) =>
        {
            // Set when the response starts, after the output cache took its copy: a stored name would be some other replica's.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["X-Served-By"] = name;
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
